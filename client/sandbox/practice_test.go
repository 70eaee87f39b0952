package sandbox

import (
	"errors"
	"testing"
)

func TestACardThatIsAddedCanBeToppedUp(t *testing.T) {
	o, err := Open(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	for _, tt := range []struct {
		card PracticeCard
		want error
	}{
		{PracticeCard{MokID: "200000001", LastSix: "000001"}, nil},
		{PracticeCard{MokID: "200000002", LastSix: "000002", Tourist: true}, nil},
		{PracticeCard{MokID: "200000001", LastSix: "000009"}, ErrCardExists},
		{PracticeCard{MokID: "20000000", LastSix: "000001"}, ErrCardForm},
		{PracticeCard{MokID: "200000003", LastSix: "00000x"}, ErrCardForm},
	} {
		if err := o.AddCard(t.Context(), tt.card); !errors.Is(err, tt.want) {
			t.Errorf("%+v: %v, want %v", tt.card, err, tt.want)
		}
	}
	var card cardRow
	var found bool
	err = o.store.read(t.Context(), func(tx *tx) error {
		card, found, err = tx.readCard("200000002", o.now())
		return err
	})
	if err != nil || !found || card.state != cardActive || card.balance != 0 || card.fee != 150 {
		t.Errorf("%+v, %v, %v", card, found, err)
	}
	if err := o.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}
