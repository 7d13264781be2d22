package export

// crc8 and crc16 are the checksums of FLAC frames.
func crc8(data []byte) (sum byte) {
	for _, b := range data {
		sum ^= b
		for range 8 {
			sum = sum<<1 ^ sum>>7*0x07
		}
	}
	return sum
}

func crc16(data []byte) (sum uint16) {
	t := &crc16Tables
	for ; len(data) >= 8; data = data[8:] {
		b := data[:8:8]
		sum = t[7][b[0]^byte(sum>>8)] ^ t[6][b[1]^byte(sum)] ^ t[5][b[2]] ^ t[4][b[3]] ^
			t[3][b[4]] ^ t[2][b[5]] ^ t[1][b[6]] ^ t[0][b[7]]
	}
	for _, b := range data {
		sum = sum<<8 ^ t[0][byte(sum>>8)^b]
	}
	return sum
}

// crc16Tables are what a byte does to crc16 with as many zeros after it as the
// number of the table.
var crc16Tables = func() (t [8][256]uint16) {
	for i := range 256 {
		sum := uint16(i) << 8
		for k := range t {
			for range 8 {
				sum = sum<<1 ^ sum>>15*0x8005
			}
			t[k][i] = sum
		}
	}
	return t
}()
