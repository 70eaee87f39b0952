package ink

// Colour is a colour as printing mixes it: shares of cyan, magenta, yellow and black, 0 to 1.
type Colour struct{ C, M, Y, K float64 }

// The colours that every document has.
var (
	Black = Colour{K: 1}
	White = Colour{}
)

// corners are what the full inks and their mixtures look like on a screen, red, green and blue: the usual ones of offset print.
// The index counts cyan 8, magenta 4, yellow 2, black 1.
var corners = [16][3]float64{
	{1, 1, 1}, {0, 0, 0}, {1, 0.949, 0}, {0.1098, 0.102, 0},
	{0.9255, 0, 0.549}, {0.1412, 0, 0}, {0.9294, 0.1098, 0.1412}, {0.1333, 0, 0},
	{0, 0.6784, 0.9373}, {0, 0.0588, 0.1412}, {0, 0.651, 0.3137}, {0, 0.0745, 0},
	{0.1804, 0.1922, 0.5725}, {0, 0, 0.0078}, {0.2118, 0.2119, 0.2235}, {0, 0, 0},
}

// screen is the colour as a screen shows it, red, green and blue, 0 to 1. Black alone is grey, as the PDF has it.
func (c Colour) screen() (red, green, blue float64) {
	for n, corner := range corners {
		share := 1.0
		for bit, of := range []float64{c.K, c.Y, c.M, c.C} {
			if n>>bit&1 == 1 {
				share *= of
			} else {
				share *= 1 - of
			}
		}
		red, green, blue = red+share*corner[0], green+share*corner[1], blue+share*corner[2]
	}
	return red, green, blue
}
