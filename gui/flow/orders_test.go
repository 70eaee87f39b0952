package flow_test

import (
	"context"
	"errors"
	"testing"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
)

// listing is a counter with nobody signed in and the panel of lists open.
func listing(t *testing.T) (*flow.Counter, *flowtest.Lists) {
	t.Helper()
	needs, _, _ := flowtest.Needs(flowtest.NewOffice())
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	c.Do(flow.CommandOrders)
	return c, needs.Lists.(*flowtest.Lists)
}

// good and bad are lists that were checked.
func good(rows int) order.ListReport {
	return order.ListReport{Good: rows, Files: 1, Sum: money.EUR(100), Mark: "abc", Sample: []order.ListRow{{Line: 1, MokID: "100000014", Payer: upn.Party{Name: "Žiga Čuk"}}}}
}

func bad(rows int) order.ListReport {
	r := good(rows)
	r.Bad, r.Problems = 1, []order.RowProblem{{Line: 2, Reasons: []order.Problem{{Field: task.FieldMokID, Message: task.Say("orders.row.pan")}}}}
	return r
}

func TestAListIsMadeWithNobodySignedIn(t *testing.T) {
	c, lists := listing(t)
	lists.Report, lists.Made = good(2), order.ListMade{Forms: 2, Files: []string{"/home/ana/n.pdf"}}
	c.Orders.Paste("100000014\t50\n100000022\t5\n")
	if st := c.Orders.State(); st.Step != order.BatchChecked || !st.Pasted || st.Report.Good != 2 {
		t.Fatalf("%+v", st)
	}
	if j := lists.Checked[0]; j.Text == "" || j.Path != "" || !j.Assumed || j.Account != upn.DefaultAccount() || j.Choices.Language != "sl" {
		t.Errorf("checked %+v", j)
	}
	c.Orders.Make(false)
	if st := c.Orders.State(); st.Step != order.BatchMade || st.Made.Forms != 2 || st.Problem != nil || st.Report.Sample != nil {
		t.Errorf("%+v", st)
	}
	c.Orders.Open("/home/ana/n.pdf")
	if len(lists.Opened) != 1 || c.Orders.State().Opened.Key != "slip.opened" {
		t.Errorf("%v, %v", lists.Opened, c.Orders.State().Opened)
	}
}

func TestBadRowsAreSkippedOnlyByConsent(t *testing.T) {
	c, lists := listing(t)
	lists.Report = bad(2)
	c.Orders.Read("/home/ana/cards.csv")
	c.Orders.Make(false)
	if len(lists.Asked) != 0 || c.Orders.State().Step != order.BatchChecked {
		t.Fatal("bad rows are skipped though nobody has said so")
	}
	c.Orders.Make(true)
	if len(lists.Asked) != 1 || lists.Asked[0].Path != "/home/ana/cards.csv" {
		t.Errorf("%+v", lists.Asked)
	}
	c.Orders.Close()
	lists.Report = bad(0)
	c.Orders.Read("/home/ana/cards.csv")
	c.Orders.Make(true)
	if len(lists.Asked) != 1 {
		t.Error("orders are made of nothing")
	}
}

func TestCancellingSaysWhichFilesThereAre(t *testing.T) {
	c, lists := listing(t)
	whole := []string{"/home/ana/n-1.pdf", "/home/ana/n-2.pdf"}
	lists.Report, lists.Made, lists.Told = good(2000), order.ListMade{Forms: 1000, Files: whole}, []int{500, 1000}
	lists.During = func(ctx context.Context) {
		if st := c.Orders.State(); st.Done != 1000 || !st.Busy() {
			t.Errorf("meanwhile %+v", st)
		}
		c.Orders.Back()
		if !c.Orders.State().Cancelling || ctx.Err() == nil {
			t.Error("Back does not cancel")
		}
	}
	c.Orders.Paste("100000014\n")
	c.Orders.Make(false)
	st := c.Orders.State()
	if st.Step != order.BatchMade || st.Cancelling || st.Problem == nil || st.Problem.Key != "orders.cancelled" || len(st.Made.Files) != 2 || st.Done != 1000 {
		t.Errorf("%+v", st)
	}
}

// Progress comes from another goroutine, each on its way for itself: an older one may come later.
func TestProgressNeverGoesBack(t *testing.T) {
	c, lists := listing(t)
	lists.Report, lists.Told = good(1500), []int{1000, 500}
	lists.During = func(context.Context) {
		if got := c.Orders.State().Done; got != 1000 {
			t.Errorf("it says %d", got)
		}
	}
	c.Orders.Paste("100000014\n")
	c.Orders.Make(false)
}

func TestWhatWasPastedIsForgottenWhenTheClerkLeaves(t *testing.T) {
	for name, leave := range map[string]func(*flow.Counter){
		"back": func(c *flow.Counter) { c.BackFromOrders(); c.BackFromOrders() }, "help": flowtest.Give(flow.CommandHelp), "order": flowtest.Give(flow.CommandOrder),
		"settings": flowtest.Give(flow.CommandSettings), "sign-in": func(c *flow.Counter) { c.SignIn.Submit("1001", "2468"); c.Do(flow.CommandNext) },
		"idle, nobody signed in": func(c *flow.Counter) { c.Idle() },
		"idle":                   func(c *flow.Counter) { c.SignIn.Submit("1001", "2468"); c.Idle() },
	} {
		c, lists := listing(t)
		lists.Report = bad(2)
		c.Orders.Paste("100000014;50;Žiga Čuk\n")
		leave(c)
		st := c.Orders.State()
		if c.State().Panel == flow.PanelOrders || st.Step != order.BatchAsking || st.Report.Sample != nil || st.Report.Problems != nil || st.Pasted {
			t.Errorf("%s: %s, %+v", name, c.State().Panel, st)
		}
	}
}

func TestWorkOnAListGoesOnBehindAnotherPanel(t *testing.T) {
	lists := &flowtest.Lists{Report: good(1), Made: order.ListMade{Forms: 1, Files: []string{"/n.pdf"}}}
	b := benchAt(t, flowtest.NewOffice(), func(n *flow.Needs) { n.Lists = lists })
	b.to(flowtest.Does(b, flow.CommandOrders), func() { b.Orders.Paste("100000014\n") })
	b.Orders.Make(false)
	b.Do(flow.CommandHelp)
	if b.ClosingAsks() == nil {
		t.Error("closing the window now does not ask")
	}
	b.to(flowtest.Does(b, flow.CommandOrders))
	if st := b.Orders.State(); st.Step != order.BatchMade || st.Made.Forms != 1 {
		t.Errorf("%+v", st)
	}
	if b.ClosingAsks() != nil {
		t.Error("closing asks though all is done")
	}
}

func TestALeftListDoesNotComeBack(t *testing.T) {
	b := benchAt(t, flowtest.NewOffice(), func(n *flow.Needs) { n.Lists = &flowtest.Lists{Report: good(1)} })
	b.Do(flow.CommandOrders)
	b.Orders.Paste("100000014\n")
	b.to(b.Orders.Close)
	if st := b.Orders.State(); st.Step != order.BatchAsking || st.Report.Good != 0 {
		t.Errorf("%+v", st)
	}
	b.Orders.Paste("100000014\n")
	b.held.Break()
	b.Panicked()
	if st := b.Orders.State(); st.Step != order.BatchAsking || st.Problem == nil {
		t.Errorf("work that broke leaves %+v", st)
	}
}

func TestWhatIsNoListIsRefused(t *testing.T) {
	c, lists := listing(t)
	for path, want := range map[string]string{"": "batch.missing", "  ": "batch.missing", "4111 1111 1111 1111": "field.card-number", "kartica 4111111111111111": "field.card-number"} {
		turn := c.Orders.State().Turn
		c.Orders.Read(path)
		st := c.Orders.State()
		if st.Problem == nil || st.Problem.Key != want || len(lists.Checked) != 0 {
			t.Errorf("%q: %v", path, st.Problem)
		}
		if want == "field.card-number" && st.Turn == turn {
			t.Error("a card's number stays in the field")
		}
	}
	c.Orders.Paste(string(make([]byte, 5<<20)))
	if p := c.Orders.State().Problem; p == nil || p.Key != "batch.too-long" {
		t.Errorf("5 MB pasted: %v", p)
	}
	lists.Err = errors.New("broken")
	c.Orders.Read("/x.csv")
	if st := c.Orders.State(); st.Problem == nil || st.Problem.Key != "batch.failed" || st.Step != order.BatchAsking {
		t.Errorf("%+v", st)
	}
}

func TestPastedRowsAreToldFromAPastedPath(t *testing.T) {
	for text, want := range map[string]bool{
		"100000014": true, "100000014\t50": true, "100000014;50": true, "100000014,50,Ana": true, "100000014\n100000022": true, "MOK ID;Znesek\n100000014;5": true,
		"SI05 8074720-100000014-200": true, "4111111111111111": true, "4111 1111 1111 1111,50": true, "481205": true,
		"/home/ana/cards.csv": false, "~/cards.csv": false, `C:\Users\Ana\cards.csv`: false, `"C:\Users\Ana\My cards.csv"`: false, "2026-11-cards.csv": false, "/home/ana/a,b.csv": false,
	} {
		if got := order.IsList(text); got != want {
			t.Errorf("%q is a list: %v", text, got)
		}
	}
}

func TestAPathIsCompletedOnceTheClerkPauses(t *testing.T) {
	needs, _, _ := flowtest.Needs(flowtest.NewOffice())
	lists, tasks := &flowtest.Lists{Goes: []string{"/home/ana/cards.csv"}}, needs.Tasks.(*flowtest.AtOnce)
	needs.Lists = lists
	c := flow.NewCounter(needs)
	c.Do(flow.CommandOrders)
	c.Orders.Typed("/home/ana/c")
	if len(c.Orders.State().Options) != 0 {
		t.Error("it looks while the clerk types")
	}
	tasks.Tick()
	if got := c.Orders.State().Options; len(got) != 1 {
		t.Errorf("%v", got)
	}
}
