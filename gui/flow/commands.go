package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// The commands of the menu.
const (
	CommandNext     Command = "next"
	CommandTopUp    Command = "topup"
	CommandWork     Command = "work"
	CommandOpen     Command = "open"
	CommandLock     Command = "lock"
	CommandReversal Command = "reversal"
	CommandUnlock   Command = "unlock"
	CommandOrder    Command = "order"
	CommandOrders   Command = "orders"
	CommandDrawer   Command = "drawer"
	CommandClose    Command = "close"
	// CommandSafe takes cash to the safe, CommandChange brings change from there.
	CommandSafe    Command = "safe"
	CommandChange  Command = "change"
	CommandReport  Command = "report"
	CommandBranch  Command = "branch"
	CommandHistory Command = "history"
	CommandPrint   Command = "print"
	CommandView    Command = "view"
	CommandSave    Command = "save"
	CommandPage    Command = "page"
	// CommandSlipLanguage changes the language of what is printed for the present customer.
	CommandSlipLanguage Command = "slip-language"
	CommandLanguage     Command = "language"
	CommandTheme        Command = "theme"
	CommandLarger       Command = "larger"
	CommandSettings     Command = "settings"
	CommandHelp         Command = "help"
	CommandCover        Command = "cover"
	CommandSignOut      Command = "signout"
	CommandQuit         Command = "quit"
)

// What a clerk asks for with something of their own: a text, an item of a list, a panel's button.
const (
	commandLookUp          Command = "look-up"
	commandResume          Command = "resume"
	commandHandedBack      Command = "handed-back"
	commandGiveUp          Command = "give-up"
	commandReadDifferences Command = "read-differences"
	// CommandHandOver, CommandTakeOver and CommandForceClose are of the drawer that lies at this desk.
	CommandHandOver     Command = "hand-over"
	CommandTakeOver     Command = "take-over"
	CommandForceClose   Command = "force-close"
	commandForceCloseOf Command = "force-close-of"
)

// commands is the one table of them, in the order of the menu. A, C, V, X, Z and Y belong to the fields; J, M, I and H are what
// hand readers send for line ends, tabs and backspaces.
func commands() []rule {
	var (
		journal    = need{func(c *Counter) bool { return !c.outbox.Halted() }, "journal.halted"}
		room       = need{func(c *Counter) bool { return !c.outbox.Full() }, "journal.full"}
		noLock     = need{journal.met, "journal.no-lock"}
		noReversal = need{journal.met, "journal.no-reversal"}
		noUnlock   = need{journal.met, "journal.no-unlock"}
		full       = need{fullCardShown, "counter.card-first"}
		shown      = need{cardShown, "counter.card-first"}
		slip       = need{slipShown, "counter.no-slip"}
		stands     = need{wordStands, "counter.word-changed"}
		takes      = need{func(c *Counter) bool { return drawerTakes(c) || c.state.Me.Can(client.MayMoveCash) }, "counter.drawer-full"}
		toSafe     = need{drawerTakes, "counter.drawer-full.safe"}
		topUps     = right(client.MayTopUp, "counter.top-up-elsewhere")
		locks      = right(client.MayLock, "counter.no-lock-here")
		unlocks    = right(client.MayUnlock, "counter.no-unlock-here")
		moves      = right(client.MayMoveCash, "counter.no-movement-here")
		reports    = right(client.MayReport, "counter.no-report-here")
		histories  = right(client.MayHistory, "counter.no-history-here")
		movable    = need{drawerOpen, "movement.no-drawer"}
		drawn      = need{drawerOpen, "reversal.no-drawer"}
		undoes     = right(client.MayReverse, "counter.no-reversal-here")
		passes     = right(client.MayChangeHands, "counter.no-custody-here")
		supervises = right(client.MaySupervise, "counter.no-branch-here")
		others     = need{foreign, "custody.not-foreign"}
		counted    = need{notCounted, "counter.counted"}
		drawers    = right(client.MayUseDrawer, "counter.no-drawer-here")
	)
	return []rule{
		{Command: CommandNext, menu: "customer", key: "N", first: beforeLeaving, run: nextCustomer},
		{Command: CommandTopUp, menu: "customer", key: "T", there: topUpStands, first: lockSending, needs: []need{journal, room, stands, topUps, counted, takes, toSafe, full}, run: beginTopUp},
		{Command: CommandWork, menu: "customer", key: "R", first: lockSending, run: showWork},
		{Command: CommandOpen, menu: "customer", key: "U", first: beforeShowing, run: showOpen},
		{Command: CommandLock, menu: "customer", key: "L", there: lockStands, first: beforeLeaving, needs: []need{noLock, stands, locks, shown, {lockable, "counter.not-lockable"}}, run: beginLock},
		{Command: CommandReversal, menu: "customer", key: "2", there: reversalStands, first: beforeLeaving, needs: []need{noReversal, stands, undoes, drawn, counted}, run: beginReversal},
		{Command: CommandUnlock, menu: "customer", key: "3", there: unlockStands, first: beforeLeaving, needs: append([]need{noUnlock, stands, unlocks, shown}, unlocking...), run: beginUnlock},
		{Command: CommandOrder, menu: "customer", key: "G", anybody: true, first: beforeShowing, run: showOrder},
		{Command: CommandOrders, menu: "customer", key: "F", anybody: true, first: beforeShowing, run: to(PanelOrders)},
		{Command: CommandDrawer, menu: "drawer", key: "B", first: beforeShowing, needs: []need{drawers}, run: showDrawer},
		{Command: CommandClose, menu: "drawer", key: "K", there: countStands, first: beforeShowing, needs: []need{drawers}, run: closeDrawer},
		{Command: CommandSafe, menu: "drawer", key: "4", there: movementStands, first: beforeLeaving, needs: []need{journal, stands, moves, movable, counted}, run: moveCash(client.PickUp)},
		{Command: CommandChange, menu: "drawer", key: "6", there: movementStands, first: beforeLeaving, needs: []need{journal, room, stands, moves, movable, counted}, run: moveCash(client.ChangeBrought)},
		{Command: CommandReport, menu: "drawer", key: "5", first: beforeShowing, needs: []need{reports, {hasReport, "report.none"}, {mayReport, "report.blind"}}, run: showReport},
		{Command: CommandBranch, menu: "drawer", key: "7", first: beforeShowing, needs: []need{supervises}, run: showBranch},
		{Command: CommandHistory, menu: "drawer", key: ".", first: beforeShowing, needs: []need{histories, {notCounting, "history.counting"}}, run: showHistory},
		{Command: CommandPrint, menu: "slip", key: "P", needs: []need{slip}, run: handOut(task.PaperPrint)},
		{Command: CommandView, menu: "slip", key: "O", needs: []need{slip}, run: handOut(task.PaperOpen)},
		{Command: CommandSave, menu: "slip", key: "S", needs: []need{slip}, run: handOut(task.PaperSave)},
		{Command: CommandPage, menu: "slip", key: "1", anybody: true, there: pageStands, needs: []need{{pageShown, "counter.no-page"}}, run: showPage},
		{Command: CommandSlipLanguage, menu: "slip", key: ",", anybody: true},
		{Command: CommandLanguage, menu: "program", key: "8", anybody: true},
		{Command: CommandTheme, menu: "program", key: "9", anybody: true},
		{Command: CommandLarger, menu: "program", key: "+", anybody: true},
		{Command: CommandSettings, menu: "program", key: "E", anybody: true, first: beforeShowing, run: showSettings},
		{Command: CommandHelp, menu: "program", key: "0", anybody: true, first: beforeShowing, run: to(PanelHelp)},
		{Command: CommandCover, menu: "program", key: "W", first: beforeCover, run: cover},
		{Command: CommandSignOut, menu: "program", key: "D", first: beforeSignOut, run: func(c *Counter) { c.SignIn.SignOut() }},
		{Command: CommandQuit, menu: "program", key: "Q", anybody: true},

		{Command: commandLookUp, first: beforeLeaving},
		{Command: commandResume},
		{Command: commandHandedBack},
		{Command: commandGiveUp},
		{Command: commandReadDifferences},
		{Command: CommandHandOver, there: custodyStands, first: beforeLeaving, needs: []need{journal, stands, passes, movable}, run: passOn(client.HandOver)},
		{Command: CommandTakeOver, there: custodyStands, first: beforeLeaving, needs: []need{journal, stands, passes, others}, run: passOn(client.TakeOver)},
		{Command: CommandForceClose, there: custodyStands, first: beforeLeaving, needs: []need{journal, stands, passes, others}, run: passOn(client.ForcedClose)},
		{Command: commandForceCloseOf, there: custodyStands, first: beforeLeaving, needs: []need{journal, stands, passes, supervises}},
	}
}

// to shows a panel.
func to(p Panel) func(*Counter) { return func(c *Counter) { c.frame.show(p) } }

// nextCustomer empties the counter for the next customer.
func nextCustomer(c *Counter) {
	c.frame.leaveJob()
	c.state.SlipLanguage = ""
	c.Card.Clear()
	c.frame.show(PanelCard)
}

// LookUp takes what was typed into the MOK ID field.
func (c *Counter) LookUp(text string) {
	if c.May(commandLookUp) {
		c.frame.leaveJob()
		if c.Card.State().Step == card.Shown { // that customer has gone
			c.state.SlipLanguage = ""
		}
		c.frame.show(PanelCard)
		c.Card.Enter(text)
	}
}

// showWork goes back to the job: the top-up or the reversal if there is one, else the card.
func showWork(c *Counter) {
	if c.TopUp.State().Step != topup.Idle {
		c.frame.show(PanelTopUp)
		return
	}
	if c.Reversal.State().Step != reversal.Idle {
		c.frame.show(PanelReversal)
		return
	}
	c.frame.show(PanelCard)
}

func showOpen(c *Counter) {
	c.frame.count()
	c.frame.show(PanelOpen)
}

func showSettings(c *Counter) {
	c.Settings.Begin()
	c.frame.show(PanelSettings)
}
