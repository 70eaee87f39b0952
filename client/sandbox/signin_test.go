package sandbox

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestStaffSignInAndSeeWhatTheyMayDo(t *testing.T) {
	c := openCounter(t, Options{})
	clerk := []any{"card.minimal", "lock", "order", "card.read", "top-up", "drawer", "loss-report", "reversal", "unlock", "movement", "count", "report", "custody", "history"}
	for _, row := range []struct {
		number, pin, alias, office, kind string
		capabilities                     []any
	}{
		{"1001", "2468", "Ana", "NLB Poslovalnica Kranj", "bank", clerk},
		{"1002", "1357", "Boris", "NLB Poslovalnica Kranj", "bank", clerk},
		{"2001", "8642", "Vesna", "NLB Poslovalnica Kranj", "bank", append(append([]any{}, clerk...), "approve", "audit", "supervise")},
		{"3001", "9753", "Maja", "Mestna občina Kranj", "municipal", []any{"card.minimal", "lock", "order"}},
	} {
		t.Run(row.alias, func(t *testing.T) {
			in := c.signIn(row.number, row.pin, "okence-1").is(t, 201, "")
			if in.text("staff", "alias") != row.alias || in.text("expiresAt") != stamp(c.office.now().Add(8*time.Hour)) {
				t.Errorf("signed in as %v", in)
			}
			me := c.as(row.number, row.pin, "okence-1").get("/v1/me").is(t, 200, "")
			if me.text("office", "name") != row.office || me.text("office", "kind") != row.kind || me.text("tokenExpiresAt") != in.text("expiresAt") {
				t.Errorf("me is %v", me)
			}
			if diff := cmp.Diff(row.capabilities, me.at("capabilities")); diff != "" {
				t.Error(diff)
			}
			for limit, cents := range map[string]int64{"topUpMin": 100, "topUpMax": 50000, "drawerWarning": 500000, "drawerLockout": 1000000,
				"topUpApprovedMax": 100000, "reversalApprovalFrom": 20000} {
				if got := me.cents("limits", limit); got != cents {
					t.Errorf("%s is %d", limit, got)
				}
			}
		})
	}
}

// What the office doesn't want it leaves out, as one of an earlier contract does.
func TestAnOfficeSaysThatItIsForPracticeAndHowItWantsDrawersClosed(t *testing.T) {
	for _, want := range []bool{false, true} {
		c := openCounter(t, Options{Practice: want, BlindClose: want})
		var said any
		if want {
			said = true
		}
		me := c.as("1001", "2468", "a").get("/v1/me").is(t, 200, "")
		if health := c.get("/v1/health").is(t, 200, ""); health.at("practice") != said || me.at("practice") != said || me.at("blindClose") != said {
			t.Errorf("set to %t: %v, %v", want, health.json, me.json)
		}
	}
}

func TestAMunicipalOfficeTakesNoCash(t *testing.T) {
	c := openCounter(t, Options{OfficeKind: KindMunicipal})
	ana := c.as("1001", "2468", "a")
	if me := ana.get("/v1/me"); me.text("office", "kind") != "municipal" {
		t.Errorf("me is %v", me)
	}
	ana.send("POST", "/v1/cards/"+tryCard+"/matches", map[string]any{"panLast6": "481205"}).is(t, 403, "forbidden")
	ana.get("/v1/drawer-sessions/current").is(t, 403, "forbidden")
	if _, err := Open(context.Background(), Options{OfficeKind: "post office"}); err == nil {
		t.Error("an office of no kind opened")
	}
}

// An unknown number must not be told from a known one.
func TestFiveWrongPINsLockANumberKnownOrNot(t *testing.T) {
	c := openCounter(t, Options{})
	for _, number := range []string{"1001", "55555"} {
		for left := int64(4); left >= 0; left-- {
			a := c.signIn(number, "0000", "a").is(t, 401, "sign-in-refused")
			if a.number("attemptsLeft") != left {
				t.Fatalf("%s: want %d tries left, got %v", number, left, a)
			}
		}
		for _, pin := range []string{"0000", "2468"} {
			if a := c.signIn(number, pin, "a").is(t, 403, "staff-locked"); a.at("attemptsLeft") != nil {
				t.Errorf("locked, with tries left: %v", a)
			}
		}
		c.clock.move(48 * time.Hour)
		c.signIn(number, "2468", "a").is(t, 403, "staff-locked")
	}
	c.signIn("1002", "1357", "a").is(t, 201, "")
}

func TestARightPINForgivesWrongOnes(t *testing.T) {
	c := openCounter(t, Options{})
	for range 3 {
		for range 4 {
			c.signIn("1001", "0000", "a").is(t, 401, "sign-in-refused")
		}
		c.signIn("1001", "2468", "a").is(t, 201, "")
	}
}

// Guessing at many desks at once gives no more tries: each is taken before the PIN is looked at.
func TestGuessingInParallelGetsFiveTries(t *testing.T) {
	c := openCounter(t, Options{})
	var mu sync.Mutex
	codes := map[string]int{}
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() {
			a, err := c.try("POST", "/v1/sign-ins", map[string]any{"staffNumber": "1001", "pin": "1111", "desk": "a"})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			codes[a.text("code")]++
		})
	}
	wg.Wait()
	if diff := cmp.Diff(map[string]int{"sign-in-refused": 5, "staff-locked": 25}, codes); diff != "" {
		t.Error(diff)
	}
}

func TestATokenDiesWhenItsTimeIsOverOrSignedOut(t *testing.T) {
	c := openCounter(t, Options{TokenLife: time.Hour})
	c.get("/v1/me").is(t, 401, "token-missing")
	c.with("Authorization", "Basic MTAwMToyNDY4").get("/v1/me").is(t, 401, "token-missing")
	c.with("Authorization", "Bearer "+strings.Repeat("x", 43)).get("/v1/me").is(t, 401, "token-expired")
	ana, again := c.as("1001", "2468", "a"), c.as("1001", "2468", "a")
	c.clock.move(time.Hour - time.Millisecond)
	ana.get("/v1/me").is(t, 200, "")
	if a := ana.send("DELETE", "/v1/sign-ins/current", nil).is(t, 204, ""); len(a.raw) > 0 {
		t.Errorf("204 with %q", a.raw)
	}
	ana.get("/v1/me").is(t, 401, "token-expired")
	again.get("/v1/me").is(t, 200, "")
	c.clock.move(time.Millisecond)
	again.get("/v1/me").is(t, 401, "token-expired")
}

func TestTokensAndPINsAreNotStored(t *testing.T) {
	c := openCounter(t, Options{})
	ana := c.as("1001", "2468", "a")
	err := c.office.store.read(context.Background(), func(x *tx) error {
		if found, err := x.row(`SELECT 1 FROM tokens WHERE instr(CAST(hash AS TEXT), ?)`, args(ana.token), new(int)); err != nil || found {
			t.Errorf("the token is stored (%v)", err)
		}
		return x.rows(`SELECT pin FROM staff`, nil, func(scan func(...any) error) error {
			var pin string
			err := scan(&pin)
			if !strings.HasPrefix(pin, "$argon2id$v=19$") {
				t.Error("a PIN is not hashed with argon2id")
			}
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPINHashes(t *testing.T) {
	h := newPINHasher(false)
	phc := h.hash("2468")
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("weaker than it has to be: %s", phc)
	}
	if phc == h.hash("2468") {
		t.Error("two hashes share a salt")
	}
	for pin, want := range map[string]bool{"2468": true, "2469": false, "": false, "24680": false} {
		if got, err := h.fits(pin, phc); got != want || err != nil {
			t.Errorf("%q fits: %v %v", pin, got, err)
		}
	}
	for _, broken := range []string{"", "2468", phc[:len(phc)-1], strings.Replace(phc, "v=19", "v=18", 1), strings.Replace(phc, "t=2", "t=0", 1),
		strings.Replace(phc, "argon2id", "argon2i", 1), phc + "A"} {
		if fits, err := h.fits("2468", broken); fits || err == nil {
			t.Errorf("%q: %v %v", broken, fits, err)
		}
	}
}

func TestTheAdministratorAddsStaffAndResetsPINs(t *testing.T) {
	c, ctx := openCounter(t, Options{}), context.Background()
	o := c.office
	if err := o.AddStaff(ctx, "4004", "Žan", "1234", Clerk); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"taken":     o.AddStaff(ctx, "4004", "Žan", "1234", Clerk),
		"short":     o.AddStaff(ctx, "404", "Žan", "1234", Clerk),
		"PIN":       o.AddStaff(ctx, "4005", "Žan", "123", Clerk),
		"alias":     o.AddStaff(ctx, "4005", "", "1234", Clerk),
		"role":      o.AddStaff(ctx, "4005", "Žan", "1234", "king"),
		"nobody":    o.ResetPIN(ctx, "4005", "1234"),
		"reset PIN": o.ResetPIN(ctx, "4004", "12 4"),
	} {
		want := map[string]error{"taken": ErrStaffExists, "nobody": ErrStaffUnknown}[name]
		if want == nil {
			want = ErrStaffForm
		}
		if !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	zan := c.as("4004", "1234", "a")
	for range 6 {
		c.signIn("4004", "0000", "a")
	}
	zan.get("/v1/me").is(t, 200, "") // a lock does not end what was begun
	if err := o.ResetPIN(ctx, "4004", "9876"); err != nil {
		t.Fatal(err)
	}
	zan.get("/v1/me").is(t, 401, "token-expired")
	c.signIn("4004", "1234", "a").is(t, 401, "sign-in-refused")
	c.signIn("4004", "9876", "a").is(t, 201, "")
}
