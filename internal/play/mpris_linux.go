package play

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	mprisName   = "org.mpris.MediaPlayer2.unhunch"
	mprisPath   = dbus.ObjectPath("/org/mpris/MediaPlayer2")
	mprisRoot   = "org.mpris.MediaPlayer2"
	mprisPlayer = "org.mpris.MediaPlayer2.Player"
	mprisTrack  = dbus.ObjectPath("/org/unhunch/session")
	mprisEvery  = 200 * time.Millisecond
	seekJump    = 2 * time.Second // a larger step of the position is told as a jump
)

// ServeRemote lets media keys and desktop applets steer a session over MPRIS,
// until ctx is done. Where there is no session bus it does nothing.
func ServeRemote(ctx context.Context, r Remote) error {
	address := os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	if address == "" { // the library would start a bus of its own
		return nil
	}
	conn, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("no media keys: %w", err)
	}
	defer conn.Close()
	m := &mpris{conn: conn, remote: r}
	for _, exported := range []struct {
		methods map[string]any
		iface   string
	}{
		{map[string]any{"Raise": m.nothing, "Quit": m.button(ButtonStop)}, mprisRoot},
		{map[string]any{
			"PlayPause": m.button(ButtonPlayPause), "Play": m.button(ButtonPlay), "Pause": m.button(ButtonPause),
			"Stop": m.button(ButtonStop), "Next": m.button(ButtonNext), "Previous": m.button(ButtonPrevious),
			"Seek": m.seek, "SetPosition": m.setPosition, "OpenUri": func(string) *dbus.Error { return nil },
		}, mprisPlayer},
		{map[string]any{"Get": m.get, "GetAll": m.getAll, "Set": m.set}, "org.freedesktop.DBus.Properties"},
		{map[string]any{"Introspect": func() (string, *dbus.Error) { return introspection, nil }}, "org.freedesktop.DBus.Introspectable"},
	} {
		if err := conn.ExportMethodTable(exported.methods, mprisPath, exported.iface); err != nil {
			return fmt.Errorf("no media keys: %w", err)
		}
	}
	if err := m.claim(); err != nil {
		return fmt.Errorf("no media keys: %w", err)
	}
	m.follow(ctx)
	return nil
}

// mpris answers the desktop.
type mpris struct {
	conn   *dbus.Conn
	remote Remote
}

// claim takes the name of the program, or one with its process where another
// session plays already.
func (m *mpris) claim() error {
	reply, err := m.conn.RequestName(mprisName, dbus.NameFlagDoNotQueue)
	if err != nil || reply == dbus.RequestNameReplyPrimaryOwner {
		return err
	}
	_, err = m.conn.RequestName(fmt.Sprintf("%s.instance%d", mprisName, os.Getpid()), dbus.NameFlagDoNotQueue)
	return err
}

// follow tells the desktop what changed.
func (m *mpris) follow(ctx context.Context) {
	ticker := time.NewTicker(mprisEvery)
	defer ticker.Stop()
	last, at := m.remote.Track(), time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-m.conn.Context().Done():
			return
		case <-ticker.C:
		}
		t, now := m.remote.Track(), time.Now()
		expected := last.Position
		if last.Status == "Playing" {
			expected += now.Sub(at)
		}
		if jump := t.Position - expected; jump > seekJump || jump < -seekJump {
			m.conn.Emit(mprisPath, mprisPlayer+".Seeked", t.Position.Microseconds())
		}
		changed := map[string]dbus.Variant{}
		if t.Status != last.Status {
			changed["PlaybackStatus"] = dbus.MakeVariant(t.Status)
		}
		if t.Part != last.Part || t.Length != last.Length {
			changed["Metadata"] = dbus.MakeVariant(metadata(t))
		}
		if t.Volume != last.Volume {
			changed["Volume"] = dbus.MakeVariant(t.Volume)
		}
		if len(changed) > 0 {
			m.conn.Emit(mprisPath, "org.freedesktop.DBus.Properties.PropertiesChanged", mprisPlayer, changed, []string{})
		}
		last, at = t, now
	}
}

func metadata(t Track) map[string]dbus.Variant {
	return map[string]dbus.Variant{
		"mpris:trackid": dbus.MakeVariant(mprisTrack),
		"mpris:length":  dbus.MakeVariant(t.Length.Microseconds()),
		"xesam:title":   dbus.MakeVariant(t.Part),
		"xesam:album":   dbus.MakeVariant(t.Session),
		"xesam:artist":  dbus.MakeVariant([]string{"unhunch"}),
	}
}

// properties gives all properties of an interface.
func (m *mpris) properties(iface string) map[string]dbus.Variant {
	t := m.remote.Track()
	values := map[string]any{
		"PlaybackStatus": t.Status, "Metadata": metadata(t), "Position": t.Position.Microseconds(),
		"Volume": t.Volume, "Rate": 1.0, "MinimumRate": 1.0, "MaximumRate": 1.0,
		"CanGoNext": true, "CanGoPrevious": true, "CanPlay": true, "CanPause": true, "CanSeek": true, "CanControl": true,
	}
	if iface == mprisRoot {
		values = map[string]any{
			"Identity": "unhunch", "CanQuit": true, "CanRaise": false, "HasTrackList": false,
			"SupportedUriSchemes": []string{}, "SupportedMimeTypes": []string{},
		}
	} else if iface != mprisPlayer {
		return nil
	}
	out := map[string]dbus.Variant{}
	for name, v := range values {
		out[name] = dbus.MakeVariant(v)
	}
	return out
}

func (m *mpris) get(iface, name string) (dbus.Variant, *dbus.Error) {
	v, ok := m.properties(iface)[name]
	if !ok {
		return v, dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", []any{iface + "." + name})
	}
	return v, nil
}

func (m *mpris) getAll(iface string) (map[string]dbus.Variant, *dbus.Error) {
	return m.properties(iface), nil
}

func (m *mpris) set(iface, name string, value dbus.Variant) *dbus.Error {
	volume, ok := value.Value().(float64)
	if iface != mprisPlayer || name != "Volume" || !ok {
		return dbus.NewError("org.freedesktop.DBus.Error.PropertyReadOnly", []any{iface + "." + name})
	}
	m.remote.SetVolume(max(0, volume))
	return nil
}

func (m *mpris) nothing() *dbus.Error { return nil }

func (m *mpris) button(b Button) func() *dbus.Error {
	return func() *dbus.Error {
		m.remote.Press(b)
		return nil
	}
}

func (m *mpris) seek(by int64) *dbus.Error {
	m.remote.SeekTo(m.remote.Track().Position + time.Duration(by)*time.Microsecond)
	return nil
}

func (m *mpris) setPosition(track dbus.ObjectPath, to int64) *dbus.Error {
	if track == mprisTrack {
		m.remote.SeekTo(time.Duration(to) * time.Microsecond)
	}
	return nil
}

// introspection describes the object to tools that ask.
const introspection = `<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
<node>
 <interface name="org.mpris.MediaPlayer2">
  <method name="Raise"/><method name="Quit"/>
  <property name="Identity" type="s" access="read"/><property name="CanQuit" type="b" access="read"/>
  <property name="CanRaise" type="b" access="read"/><property name="HasTrackList" type="b" access="read"/>
  <property name="SupportedUriSchemes" type="as" access="read"/><property name="SupportedMimeTypes" type="as" access="read"/>
 </interface>
 <interface name="org.mpris.MediaPlayer2.Player">
  <method name="PlayPause"/><method name="Play"/><method name="Pause"/><method name="Stop"/><method name="Next"/><method name="Previous"/>
  <method name="Seek"><arg name="Offset" type="x" direction="in"/></method>
  <method name="SetPosition"><arg name="TrackId" type="o" direction="in"/><arg name="Position" type="x" direction="in"/></method>
  <method name="OpenUri"><arg name="Uri" type="s" direction="in"/></method>
  <signal name="Seeked"><arg name="Position" type="x"/></signal>
  <property name="PlaybackStatus" type="s" access="read"/><property name="Metadata" type="a{sv}" access="read"/>
  <property name="Position" type="x" access="read"/><property name="Volume" type="d" access="readwrite"/>
  <property name="Rate" type="d" access="read"/><property name="MinimumRate" type="d" access="read"/><property name="MaximumRate" type="d" access="read"/>
  <property name="CanGoNext" type="b" access="read"/><property name="CanGoPrevious" type="b" access="read"/>
  <property name="CanPlay" type="b" access="read"/><property name="CanPause" type="b" access="read"/>
  <property name="CanSeek" type="b" access="read"/><property name="CanControl" type="b" access="read"/>
 </interface>
</node>`
