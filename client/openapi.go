package client

import _ "embed"

// ContractVersion is the version of the contract that this package speaks: `info.version` of [OpenAPI].
// An office with another major version is not worked with.
const ContractVersion = "1.4.0"

// OpenAPI is the contract between desks and an office, an OpenAPI 3.1 document in YAML: the bytes of
// openapi.yaml. Nobody changes them.
//
//go:embed openapi.yaml
var OpenAPI []byte
