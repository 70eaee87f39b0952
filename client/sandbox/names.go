package sandbox

import "math/rand/v2"

// The lists that holders' names are drawn from. Nobody in particular is meant by any pair of them.
var (
	womensNames = []string{"Ana", "Marija", "Maja", "Mojca", "Irena", "Mateja", "Nina", "Nataša", "Barbara", "Andreja",
		"Petra", "Jožica", "Katja", "Anja", "Sonja", "Eva", "Tatjana", "Katarina", "Milena", "Tanja", "Sara", "Alenka", "Tina",
		"Ivana", "Vesna", "Martina", "Majda", "Urška", "Frančiška", "Špela", "Ema", "Nika", "Lara", "Zala", "Neža", "Ajda",
		"Klara", "Živa", "Lana", "Julija", "Darja", "Renata", "Slavka", "Štefanija", "Terezija", "Metka", "Polona", "Simona",
		"Jana", "Lucija", "Žana", "Đurđa", "Ćira", "Brigita", "Karmen", "Nevenka", "Vida", "Zdenka", "Olga", "Rozalija"}
	mensNames = []string{"Franc", "Marko", "Janez", "Andrej", "Ivan", "Luka", "Anton", "Peter", "Jožef", "Matej", "Tomaž",
		"Milan", "Jože", "Aleš", "Branko", "Bojan", "Robert", "Rok", "Boštjan", "Matjaž", "Gregor", "Miha", "Martin", "David",
		"Stanislav", "Igor", "Dejan", "Boris", "Nejc", "Žiga", "Jan", "Dušan", "Jure", "Uroš", "Žan", "Mitja", "Blaž", "Mark",
		"Simon", "Klemen", "Anže", "Filip", "Jakob", "Aljaž", "Tim", "Primož", "Damjan", "Stane", "Sašo", "Vid", "Gašper",
		"Črtomir", "Đorđe", "Ćiril", "Zoran", "Vinko", "Lovro", "Maks", "Oskar", "Štefan"}
	surnames = []string{"Novak", "Horvat", "Kovačič", "Krajnc", "Zupančič", "Potočnik", "Kovač", "Mlakar", "Kos", "Vidmar",
		"Golob", "Turk", "Kralj", "Božič", "Korošec", "Bizjak", "Zupan", "Hribar", "Kotnik", "Kavčič", "Rozman", "Kastelic",
		"Oblak", "Petek", "Žagar", "Hočevar", "Kolar", "Košir", "Koren", "Klemenčič", "Medved", "Zajc", "Knez", "Pirc", "Zupanc",
		"Hrovat", "Petrič", "Lah", "Kuhar", "Zorko", "Uršič", "Tomažič", "Babič", "Sever", "Jereb", "Jerman", "Majcen", "Pušnik",
		"Kranjc", "Breznik", "Rupnik", "Lesjak", "Perko", "Močnik", "Dolenc", "Pečnik", "Pavlin", "Furlan", "Vidic", "Pavlič",
		"Logar", "Jenko", "Žnidaršič", "Janežič", "Ribič", "Tomšič", "Marolt", "Jelen", "Maček", "Černe", "Blatnik", "Gregorčič",
		"Mihelič", "Kokalj", "Lešnik", "Fras", "Zadravec", "Bezjak", "Cerar", "Leban", "Hren", "Rutar", "Čeh", "Jug", "Vovk",
		"Bogataj", "Eržen", "Žibert", "Ažman", "Šifrer", "Križaj", "Rant", "Pintar", "Benedičič", "Debeljak", "Jamnik", "Sušnik",
		"Gros", "Oman", "Rakovec", "Štular", "Zaplotnik", "Markič", "Đukić", "Ćosić", "Hodžić", "Šubic", "Čadež"}
)

// longName has sixty letters and every letter of ours with a sign on it.
const longName = "Đurđica Žnidaršič Ćirković Šuštaršič Čebašek Božičnikova Podgoršek"

// holderName draws a name: one in twelve has two surnames.
func holderName(rng *rand.Rand) string {
	first := womensNames
	if rng.IntN(2) == 0 {
		first = mensNames
	}
	name := first[rng.IntN(len(first))] + " " + surnames[rng.IntN(len(surnames))]
	if rng.IntN(12) == 0 {
		name += " " + surnames[rng.IntN(len(surnames))]
	}
	return name
}
