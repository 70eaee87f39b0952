package assets

import "embed"

// Fonts holds the type that is embedded in printed papers: fonts/okence-*.ttf, each cut to the
// characters of Windows-1250. Where they come from and how they were cut: fonts/README.md.
//
//go:embed fonts/*.ttf
var Fonts embed.FS
