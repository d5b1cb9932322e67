package plot

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"strings"

	"cascade/wasm/protocol"
)

// Origin is what a figure says of itself beside the run that it shows.
type Origin struct {
	Build    string // of the program
	Citation string // of the paper whose physics it is
}

// Provenance says in words where a figure comes from: link, update, hash, and as far as they are known seed, build and paper.
func (s *Store) Provenance(st *protocol.State) string {
	text := []string{"link: " + st.Link, "update: " + short(float64(st.Update)), "hash: " + st.Hash}
	for _, part := range [][2]string{{"seed", st.Values["seed"]}, {"build", s.Origin.Build}, {"paper", s.Origin.Citation}} {
		if part[1] != "" {
			text = append(text, part[0]+": "+part[1])
		}
	}
	return strings.Join(text, "; ")
}

// Annotate puts texts into a PNG file, as iTXt chunks behind its header: pairs of a keyword, Latin letters, and a text in UTF-8.
// The error says that the bytes are no PNG file. [PNG specification, section 11.3.4.5]
func Annotate(file []byte, texts [][2]string) ([]byte, error) {
	const header = 8 + 4 + 4 + 13 + 4 // signature, and IHDR with length, name, data and check sum
	if len(file) < header || !bytes.HasPrefix(file, []byte("\x89PNG\r\n\x1a\n")) || string(file[12:16]) != "IHDR" {
		return nil, errors.New("the browser made no PNG file")
	}
	out := bytes.Clone(file[:header])
	for _, t := range texts {
		chunk := append([]byte("iTXt"+t[0]), 0, 0, 0, 0, 0) // not compressed, no language, no translated keyword
		chunk = append(chunk, strings.ReplaceAll(t[1], "\x00", "")...)
		out = binary.BigEndian.AppendUint32(out, uint32(len(chunk)-4))
		out = append(out, chunk...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	}
	return append(out, file[header:]...), nil
}
