package paper

import "cekr.kranj.si/desk/gui/paper/ink"

// formCaption is one of the words printed on a UPN form, to the letter of the standard (TS 3.1, 3.2). It spans its place in
// table 1 from side to side.
type formCaption struct {
	place    int
	text     string
	baseline float64 // from the form's top
	face     ink.Face
	size     float64
	colour   ink.Colour
	bare     bool // the place is that of the letters as drawn, not of their full widths
}

// formCaptions are all of them. They are Slovene on every form, whatever language the paper speaks otherwise.
var formCaptions = []formCaption{
	{1, "UPN QR - potrdilo", 4.2, ink.Caption, 10, ink.Black, true},
	redCaption(2, "Ime plačnika"),
	redCaption(4, "Namen in rok plačila"),
	redCaption(6, "Znesek"),
	{7, "EUR", 38.15, ink.Caption, 11, ink.Black, true},
	redCaption(9, "IBAN in referenca prejemnika"),
	redCaption(11, "Ime prejemnika"),
	{14, "Prostor za vpise ponudnika plačilnih storitev", 98.2, ink.CaptionSmall, 5, redHalf, false},
	redCaption(17, "Koda QR"),
	redCaption(18, "IBAN plačnika"),
	redCaption(19, "Polog"),
	redCaption(20, "Dvig"),
	redCaption(26, "Referenca plačnika"),
	redCaption(29, "Ime, ulica in kraj plačnika"),
	{33, "EUR", 44.15, ink.Caption, 11, ink.Black, true},
	redCaption(34, "Znesek"),
	redCaption(35, "Datum plačila"),
	redCaption(36, "Nujno"),
	redCaption(40, "Koda namena"),
	redCaption(41, "Namen plačila"),
	redCaption(42, "Rok plačila"),
	redCaption(46, "IBAN prejemnika"),
	{48, "UPN QR", 61.75, ink.Caption, 10, ink.Black, true},
	redCaption(49, "Referenca prejemnika"),
	redCaption(53, "Ime, ulica in kraj prejemnika"),
	{58, "Podpis plačnika (neobvezno žig)", 87.65, ink.CaptionSmall, 6, red, false},
	{60, "Prostor za vpise ponudnika plačilnih storitev", 98.2, ink.CaptionSmall, 5, redHalf, false},
}

// redCaption is a caption as most are: 7 points, semibold, red, its baseline 1.8 mm below the top of its place.
func redCaption(at int, text string) formCaption {
	return formCaption{at, text, places[at].y1 + 1.8, ink.Caption, 7, red, false}
}
