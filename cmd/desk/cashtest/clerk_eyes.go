package cashtest

import (
	"strings"

	"cekr.kranj.si/desk/gui/flow"
)

// seesTopUp is what the clerk reads off the top-up's panel, and does with the cash.
func (k *Clerk) seesTopUp(st flow.TopUpState) {
	switch st.Step {
	case flow.TopUpReadBack, flow.TopUpConfirming:
		if st.ID != "" {
			k.books.Take(st.ID, st.Card.MokID, st.Amount.Cents, st.Quote.Fee.Cents)
			k.counted = st.ID
			if st.Quote.OtherOpenQuote != nil {
				k.books.warned++
			}
		}
	case flow.TopUpSending:
		k.counted = ""
	case flow.TopUpPosted:
		k.books.Hear(st.ID, ToldPosted)
	case flow.TopUpRejected:
		k.books.Hear(st.ID, ToldRejected)
	case flow.TopUpCancelled:
		k.books.Hear(st.ID, ToldCancelled)
	case flow.TopUpAskingAmount, flow.TopUpAskingMatch, flow.TopUpIdle:
		// Back from the read-back: it was abandoned, the cash goes back.
		if k.counted != "" && st.ID == "" {
			k.books.Hear(k.counted, ToldDropped)
			k.counted = ""
		}
	}
}

// words are the notices that tell how an open top-up has ended.
var words = map[string]Word{
	"counter.settled.posted": ToldPosted, "counter.settled.rejected": ToldRejected, "counter.settled.cancelled": ToldCancelled,
}

// seesCounter is what the clerk reads off the frame around the panels.
func (k *Clerk) seesCounter(st flow.CounterState) {
	if st.Notice == nil {
		return
	}
	word, known := words[st.Notice.Key]
	if !known {
		return
	}
	for _, d := range k.books.Open() {
		if strings.EqualFold(d.ID[:8], st.Notice.Values["Short"].(string)) {
			k.books.Hear(d.ID, word)
		}
	}
}

// look reads what stands on the screen, whether or not it was drawn anew.
func (k *Clerk) look() {
	k.seesTopUp(k.counter.TopUp.State())
	k.seesCounter(k.counter.State())
}
