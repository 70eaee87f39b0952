package task

import (
	"strings"
	"time"
)

// ParseDay reads a day as it is written here, 17. 3. 2026, as its first moment by the PC's zone; nothing is none.
func ParseDay(typed string) (day time.Time, ok bool) {
	bare := strings.Join(strings.Fields(typed), "")
	if bare == "" {
		return time.Time{}, true
	}
	day, err := time.ParseInLocation("2.1.2006", bare, time.Local)
	return day, err == nil
}

// SlipNumber is the number of a slip without what a clerk types besides: spaces, small letters.
func SlipNumber(typed string) string { return strings.ToUpper(strings.Join(strings.Fields(typed), "")) }

// IsSlipNumber reports that a number can stand on a slip, or is nothing.
func IsSlipNumber(number string) bool {
	return len(number) <= 32 && strings.Trim(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./-") == ""
}
