package gui

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2/test"
)

func someTasks(ctx context.Context, broke func()) *tasks {
	return &tasks{ctx: ctx, broke: broke, guard: func(then func()) func() {
		return func() {
			if recover() != nil {
				then()
			}
		}
	}}
}

func TestWorkComesBackOnceAndTimersStop(t *testing.T) {
	test.NewTempApp(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		tasks := someTasks(ctx, func() {})
		done, fired, each := 0, 0, 0
		tasks.Run(func(context.Context) func() { return func() { done++ } })
		tasks.Run(func(context.Context) func() { return nil })
		stop := tasks.After(time.Second, func() { fired++ })
		tasks.After(time.Second, func() { fired += 10 })
		stopEach := tasks.Each(time.Second, func() { each++ })
		stop()
		<-time.After(3500 * time.Millisecond) // by the clock of the bubble
		synctest.Wait()
		stopEach()
		if done != 1 || fired != 10 || each != 3 {
			t.Errorf("done %d, fired %d, each %d; want 1, 10, 3", done, fired, each)
		}
		end()
		synctest.Wait()
	})
}

// ofItsOwn is a context of a kind that package context does not know: what hangs on it holds a goroutine, not only memory.
type ofItsOwn struct {
	context.Context
	done chan struct{}
}

func (c ofItsOwn) Done() <-chan struct{} { return c.done }
func (c ofItsOwn) Value(any) any         { return nil }

// A desk runs for eight hours a day: a timer that has fired must leave nothing behind. A goroutine that is left would
// keep the bubble from its end.
func TestATimerThatHasFiredLeavesNothing(t *testing.T) {
	test.NewTempApp(t)
	synctest.Test(t, func(t *testing.T) {
		fired := 0
		someTasks(ofItsOwn{context.Background(), make(chan struct{})}, func() {}).After(time.Second, func() { fired++ })
		<-time.After(2 * time.Second)
		synctest.Wait()
		if fired != 1 {
			t.Errorf("fired %d times", fired)
		}
	})
}

func TestNoEndingRunsOnceTheProgramHasEnded(t *testing.T) {
	test.NewTempApp(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		answered := make(chan struct{})
		someTasks(ctx, func() {}).Run(func(context.Context) func() {
			<-answered
			return func() { t.Error("an ending ran without a screen") }
		})
		end()
		close(answered)
		synctest.Wait()
	})
}

func TestAPanicInWorkHasAnEndingOfItsOwn(t *testing.T) {
	test.NewTempApp(t)
	synctest.Test(t, func(t *testing.T) {
		broke := 0
		tasks := someTasks(t.Context(), func() { broke++ })
		tasks.Run(func(context.Context) func() { panic("Žiga Čuk") })
		synctest.Wait()
		if broke != 1 {
			t.Errorf("broke %d times", broke)
		}
	})
}
