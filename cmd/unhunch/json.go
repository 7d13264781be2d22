package main

import (
	"bytes"
	"encoding/json"
	"io"
)

// printJSON writes a value for other programs. Words stay as they are, since
// nothing here is put into a web page, but for what could steer a terminal.
func printJSON(w io.Writer, v any) error {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, harmless(text.String()))
	return err
}
