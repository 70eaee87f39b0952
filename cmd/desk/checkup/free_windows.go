package checkup

import "golang.org/x/sys/windows"

// free is the room on dir's disk for this user, in bytes.
func free(dir string) (uint64, error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var bytes uint64
	if err := windows.GetDiskFreeSpaceEx(name, &bytes, nil, nil); err != nil {
		return 0, err
	}
	return bytes, nil
}
