package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"unhunch/internal/wholefile"
)

// Pain is what hurt: in an exercise that was stopped for it, or, without an exercise,
// after a session.
type Pain struct {
	At       time.Time `json:"at"`
	Exercise string    `json:"exercise,omitempty"`
	Title    string    `json:"title,omitempty"`
	Side     string    `json:"side,omitempty"`
	Rep      int       `json:"rep,omitempty"`
	Level    int       `json:"level"` // 0 to 9; -1 where it was not told
}

// PainLevel is how much a session hurt, from 0 to MostAnswer; known is false where it was
// not told.
func (e Entry) PainLevel() (level int, known bool) {
	if e.Pain == nil || e.Pain.Level < 0 || e.Pain.Level > MostAnswer {
		return 0, false
	}
	return e.Pain.Level, true
}

func (s Store) painFile() string { return filepath.Join(s.dir, "pain.json") }

// Pains are what hurt last in each exercise, by its id, until it is forgotten.
func (s Store) Pains() (map[string]Pain, error) {
	if s.dir == "" { // no place to remember anything
		return nil, nil
	}
	data, err := wholefile.ReadStart(s.painFile(), maxSmall)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	pains := map[string]Pain{}
	if err := json.Unmarshal(data, &pains); err != nil {
		return nil, fmt.Errorf("%s can't be read", s.painFile())
	}
	return pains, nil
}

// MarkPain remembers what hurt.
func (s Store) MarkPain(p Pain) error {
	pains, err := s.Pains()
	if err != nil {
		return err
	}
	if pains == nil {
		pains = map[string]Pain{}
	}
	pains[p.Exercise] = p
	return s.savePains(pains)
}

// ForgetPain forgets what hurt in an exercise; known is false where nothing was.
func (s Store) ForgetPain(exercise string) (known bool, err error) {
	pains, err := s.Pains()
	if err != nil {
		return false, err
	}
	if _, known = pains[exercise]; !known {
		return false, nil
	}
	delete(pains, exercise)
	return true, s.savePains(pains)
}

func (s Store) savePains(pains map[string]Pain) error {
	data, err := json.Marshal(pains)
	if err != nil {
		return err
	}
	return s.write(s.painFile(), append(data, '\n'))
}
