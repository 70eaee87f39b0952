package flow

import "cekr.kranj.si/desk/client"

// OwnClose is the desk's last close, if it is that of the clerk signed in: whoever did not see it end, as when the
// program stopped, reads here what the office says of it. Another clerk's difference is nobody else's to read.
func (d *Drawer) OwnClose() (client.DrawerSession, bool) {
	last := d.state.Previous
	if last == nil || last.Staff == "" || last.Staff != d.Staff() {
		return client.DrawerSession{}, false
	}
	return *last, true
}
