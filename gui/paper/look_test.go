package paper

import (
	"os"
	"testing"

	"cekr.kranj.si/desk/client/upn"
)

func TestLook(t *testing.T) {
	a := sampleOrder()
	f := a
	f.Layout = OnForm
	f.UPN = officialOrder()
	tr := a
	tr.Training = true
	bl := a
	bl.Layout = OnBlank
	un := a
	un.Unverified, un.Assumed, un.Lang = true, true, "en"
	un.UPN.Payer, un.UPN.Amount = upn.Party{}, upn.Order{}.Amount
	for n, o := range map[string]Order{"a4": a, "form": f, "tr": tr, "blank": bl, "un": un} {
		b, err := o.PDF()
		if err != nil {
			t.Fatal(n, err)
		}
		t.Log(n, len(b))
		os.WriteFile("/tmp/look/o-"+n+".pdf", b, 0o644)
	}
}

func TestMany(t *testing.T) {
	var os_ []Order
	o := sampleOrder()
	o.Layout = OnForm
	for range 500 {
		os_ = append(os_, o)
	}
	b, err := OrdersPDF(os_)
	t.Log(len(b), len(b)/500, err)
	os.WriteFile("/tmp/look/many.pdf", b, 0o644)
}

func BenchmarkMany(b *testing.B) {
	var os_ []Order
	o := sampleOrder()
	o.Layout = OnForm
	for range 500 {
		os_ = append(os_, o)
	}
	b.ReportAllocs()
	for b.Loop() {
		OrdersPDF(os_)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/500, "µs/form")
}
func BenchmarkOne(b *testing.B) {
	o := sampleOrder()
	for _, l := range Layouts() {
		b.Run(string(l), func(b *testing.B) {
			o.Layout = l
			b.ReportAllocs()
			for b.Loop() {
				o.PDF()
			}
		})
	}
}
