package main

import (
	"encoding/json"
	"io"
)

// printJSON writes a value for other programs. Words stay as they are, since
// nothing here is put into a web page.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
