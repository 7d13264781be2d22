package steer

import (
	"strings"
	"testing"
)

func TestRemap(t *testing.T) {
	tests := []struct {
		name    string
		choices []string
		key     string
		want    Action
		err     string
	}{
		{"nothing", nil, "n", Next, ""},
		{"another key", []string{"next=j"}, "j", Next, ""},
		{"the usual key goes", []string{"next=j"}, "n", "", ""},
		{"two keys", []string{"next=j", "next=l"}, "l", Next, ""},
		{"switched off", []string{"hurt="}, "h", "", ""},
		{"swapped", []string{"next=p", "back=n"}, "n", Back, ""},
		{"unknown action", []string{"fly=j"}, "", "", `"fly=j" is not an action and a key`},
		{"no key", []string{"next"}, "", "", `"next" is not an action and a key`},
		{"held down together", []string{"next=ctrl+shift+right"}, "ctrl+shift+right", Next, ""},
		{"a sign that joins", []string{"next=ctrl++"}, "ctrl++", Next, ""},
		{"no key", []string{"next=jj"}, "", "", `"jj" is no key: a letter, a sign, or space, enter, tab, backspace, esc, up, down, left, right, home, end, pgup, pgdown`},
		{"taken", []string{"next=s"}, "", "", `the key "s" is already the one for status`},
		{"given twice", []string{"next=j", "back=j"}, "", "", `the key "j" is given to both next and back`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			keys, err := UsualKeys().Remap(test.choices)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Fatalf("error %v, want %s", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if keys[test.key] != test.want {
				t.Errorf("the key %q does %q, want %q", test.key, keys[test.key], test.want)
			}
		})
	}
}
