package history

import (
	"os"
	"testing"
)

// TestPains: what hurt last is remembered for each exercise, until it is forgotten;
// a file that cannot be read is not taken for one without pain.
func TestPains(t *testing.T) {
	s := Store{t.TempDir()}
	if pains, err := s.Pains(); len(pains) > 0 || err != nil {
		t.Errorf("at first %v hurts (%v)", pains, err)
	}
	for _, p := range []Pain{
		{At: at("2026-03-02"), Exercise: "superman", Level: 3},
		{At: at("2026-03-03"), Exercise: "superman", Level: 6},
		{At: at("2026-03-04"), Exercise: "neck-tilts", Side: "left", Rep: 2, Level: -1},
	} {
		if err := s.MarkPain(p); err != nil {
			t.Fatal(err)
		}
	}
	pains, err := s.Pains()
	if err != nil || len(pains) != 2 || pains["superman"].Level != 6 || pains["neck-tilts"].Side != "left" {
		t.Errorf("remembered are %v (%v)", pains, err)
	}
	if known, err := s.ForgetPain("superman"); !known || err != nil {
		t.Errorf("it was known: %v (%v)", known, err)
	}
	if known, err := s.ForgetPain("superman"); known || err != nil {
		t.Errorf("what was forgotten was known: %v (%v)", known, err)
	}
	if pains, _ := s.Pains(); len(pains) != 1 {
		t.Errorf("remembered are %v", pains)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("pain.json", []byte(`{"superman":{"level":9}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if pains, err := (Store{}).Pains(); len(pains) > 0 || err != nil {
		t.Errorf("without a place of its own, %v of this folder hurts (%v)", pains, err)
	}
	if err := os.WriteFile(s.painFile(), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Pains(); err == nil {
		t.Error("half a file counts as a whole one")
	}
	if err := s.MarkPain(Pain{Exercise: "cat-cow"}); err == nil {
		t.Error("and is written over")
	}
}
