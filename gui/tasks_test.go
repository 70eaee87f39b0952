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
