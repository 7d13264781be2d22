package render

import (
	"sync/atomic"

	"unhunch/internal/plan"
)

// Lost is why parts of the user's files were left out in live play. The zero value is
// ready for use.
type Lost struct{ first atomic.Pointer[error] }

// Err is the first reason, or nil.
func (l *Lost) Err() error {
	if err := l.first.Load(); err != nil {
		return *err
	}
	return nil
}

// lost is what is told what live play leaves out, or nil where that is an error.
func (o Options) lost() *Lost {
	if o.Live && o.Lost == nil {
		return new(Lost)
	}
	if !o.Live {
		return nil
	}
	return o.Lost
}

// without is what is heard instead of a piece of a file that cannot be decoded:
// nothing, in live play.
func (m maker) without(err error) (sound, error) {
	if m.lost == nil {
		return nil, err
	}
	m.lost.first.CompareAndSwap(nil, &err)
	return recording{}, nil
}

// piece decodes the piece of a file that a key names.
func (m maker) piece(k key) (sound, error) {
	f, err := m.src.File(k.file)
	if err != nil {
		return m.without(err)
	}
	from := int64(k.part) * pieceLength
	c, err := f.Read(from, int(max(0, min(pieceLength, f.Frames()-from))))
	r, err := checked(k.file, c, err)
	if err != nil {
		return m.without(err)
	}
	return r, nil
}

// outlasts says whether a file goes on after its event.
func (m maker) outlasts(k key, event span) bool {
	f, err := m.src.File(k.file)
	return err == nil && plan.Frame(f.Frames()) > event.to-event.from
}
