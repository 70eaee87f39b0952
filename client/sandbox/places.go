package sandbox

// Parts of the day, in which a place has customers.
const (
	morning   = 1 << iota // half past six to eleven
	midday                // eleven to three
	afternoon             // three to seven
	evening               // seven to ten

	daytime = morning | midday | afternoon
	anytime = daytime | evening
)

// shop is a place where cards pay, and what is paid there: from least to most, in cents, in steps.
type shop struct {
	sl, en            string
	when              int
	least, most, step int64
	weight            int
}

// Places that are no shops; their numbers come before those of the shops.
const (
	placeCounter int64 = 1 + iota // this office
	placePortal
	placeOrder
	placeATM
	placeATMFee
	placeDrawer
	firstShop
)

// placeBank comes with the schema; it is far from the numbers of the shops.
const placeBank int64 = 1000

var otherPlaces = map[int64][2]string{
	placeCounter: {"Okence NLB, Kranj", "NLB counter, Kranj"},
	placePortal:  {"Spletni portal CeKR", "CeKR web portal"},
	placeOrder:   {"Nalog UPN", "UPN payment order"},
	placeATM:     {"Bankomat NLB, Kranj", "NLB cash machine, Kranj"},
	placeATMFee:  {"Nadomestilo za dvig na bankomatu", "Cash machine fee"},
	placeDrawer:  {"Blagajna okenca", "Counter drawer"},
}

// shops are fictional, or public houses of Kranj and Gorenjska.
var shops = []shop{
	{"Mestni avtobus Kranj", "Kranj city bus", anytime, 130, 130, 1, 60},
	{"Medkrajevni avtobus Kranj–Ljubljana", "Coach Kranj–Ljubljana", morning | afternoon, 360, 360, 1, 12},
	{"Železniška postaja Kranj", "Kranj railway station", morning | afternoon, 258, 1390, 1, 12},
	{"Pekarna Pri mostu, Kranj", "Pri mostu bakery, Kranj", morning | midday, 110, 690, 5, 45},
	{"Kavarna na Glavnem trgu, Kranj", "Glavni trg café, Kranj", anytime, 170, 890, 10, 40},
	{"Tržnica Kranj", "Kranj market", morning | midday, 200, 2450, 10, 30},
	{"Trgovina Planina, Kranj", "Planina grocery, Kranj", anytime, 129, 6480, 1, 45},
	{"Trgovina Zlato polje, Kranj", "Zlato polje grocery, Kranj", anytime, 99, 4820, 1, 35},
	{"Trgovina Stražišče, Kranj", "Stražišče grocery, Kranj", daytime, 115, 5260, 1, 20},
	{"Lekarna Kranj", "Kranj pharmacy", daytime, 240, 3890, 1, 10},
	{"Mestna knjižnica Kranj", "Kranj public library", daytime, 50, 2000, 50, 10},
	{"Prešernovo gledališče Kranj", "Prešeren theatre, Kranj", evening, 900, 2600, 100, 6},
	{"Layerjeva hiša, Kranj", "Layer house, Kranj", afternoon | evening, 250, 1500, 50, 6},
	{"Grad Khislstein, Kranj", "Khislstein castle, Kranj", midday | afternoon, 300, 1200, 50, 5},
	{"Rovi pod starim Kranjem", "Tunnels under old Kranj", midday | afternoon, 400, 1000, 100, 4},
	{"Gorenjski muzej, Kranj", "Gorenjska museum, Kranj", midday | afternoon, 300, 700, 100, 4},
	{"Pokriti olimpijski bazen Kranj", "Kranj olympic pool", afternoon | evening, 350, 950, 10, 12},
	{"Letno kopališče Kranj", "Kranj open-air pool", midday | afternoon, 450, 800, 50, 5},
	{"Parkirišče Huje, Kranj", "Huje car park, Kranj", daytime, 60, 600, 20, 14},
	{"Kolesa Kranj", "Kranj bike share", anytime, 100, 500, 50, 8},
	{"Kino Storžič, Kranj", "Storžič cinema, Kranj", evening, 550, 1450, 10, 6},
	{"Gostilna Pod jelšo, Kranj", "Pod jelšo inn, Kranj", midday | evening, 850, 4200, 10, 12},
	{"Okrepčevalnica Pri šoli, Kranj", "Pri šoli snack bar, Kranj", midday, 250, 980, 10, 20},
	{"Slaščičarna Na klancu, Kranj", "Na klancu patisserie, Kranj", midday | afternoon, 180, 1480, 10, 12},
	{"Knjigarna Pungert, Kranj", "Pungert bookshop, Kranj", daytime, 190, 4990, 1, 5},
	{"Cvetličarna Rupa, Kranj", "Rupa florist, Kranj", daytime, 350, 3500, 50, 5},
	{"Frizerstvo Čirče, Kranj", "Čirče hairdresser, Kranj", daytime, 1200, 4800, 100, 4},
	{"Blejska kremšnita, Bled", "Bled cream cake, Bled", midday | afternoon, 450, 1980, 10, 5},
	{"Vstopnina Vintgar, Gorje", "Vintgar gorge entry, Gorje", daytime, 1000, 2000, 500, 2},
	{"Žičnica Krvavec, Cerklje", "Krvavec cable car, Cerklje", morning | midday, 900, 4200, 100, 3},
	{"Trgovina Škofja Loka", "Škofja Loka grocery", daytime, 140, 4630, 1, 6},
	{"Kavarna Linhart, Radovljica", "Linhart café, Radovljica", midday | afternoon, 180, 1190, 10, 4},
	{"Bencinski servis Naklo", "Naklo petrol station", anytime, 1000, 7550, 1, 7},
	{"Trgovina Tržič", "Tržič grocery", daytime, 150, 3980, 1, 4},
	{"Planinski dom na Joštu", "Jošt mountain hut", midday | afternoon, 220, 1850, 10, 5},
	{"Ljudska univerza Kranj", "Kranj adult education", afternoon, 1500, 9000, 500, 2},
	{"Spletna trgovina Gorenjc", "Gorenjc web shop", anytime, 690, 8990, 1, 6},
	{"Občinska blagajna, Kranj", "Municipal cash desk, Kranj", morning | midday, 200, 2260, 10, 3},
}

func insertPlaces(t *tx) error {
	insert := func(id int64, sl, en string) error {
		return t.exec(`INSERT INTO places (id, sl, en) VALUES (?, ?, ?)`, id, sl, en)
	}
	for id, names := range otherPlaces {
		if err := insert(id, names[0], names[1]); err != nil {
			return err
		}
	}
	for i, s := range shops {
		if err := insert(firstShop+int64(i), s.sl, s.en); err != nil {
			return err
		}
	}
	return nil
}
