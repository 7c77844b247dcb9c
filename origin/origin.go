package origin

import (
	_ "embed"
	"fmt"
	"net/netip"

	"github.com/klauspost/compress/zstd"
	"github.com/oschwald/maxminddb-golang/v2"
)

//go:embed data/country.mmdb.zst
var countryData []byte

// Origin answers questions that need data: country, browser, robot. It may be used by many goroutines at once.
type Origin struct {
	countries *maxminddb.Reader
	robots    robotIndex
	agents    agentCache
}

// Open unpacks the embedded data. An error means that the binary itself is damaged.
func Open() (*Origin, error) {
	// One decoder, used once and dropped: the unpacked 5 MB are all that stays.
	unpack, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, fmt.Errorf("unpack country data: %w", err)
	}
	defer unpack.Close()
	data, err := unpack.DecodeAll(countryData, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack country data: %w", err)
	}
	countries, err := maxminddb.OpenBytes(data)
	if err != nil {
		return nil, fmt.Errorf("open country data: %w", err)
	}
	return &Origin{countries: countries, robots: indexRobots(robotData)}, nil
}

// Country returns the ISO 3166-1 alpha-2 code of the country an address belongs to, "" when that is unknown.
func (o *Origin) Country(addr netip.Addr) string {
	if !addr.IsValid() {
		return ""
	}
	var record struct {
		Country string `maxminddb:"country_code"`
	}
	if err := o.countries.Lookup(addr.Unmap().WithZone("")).Decode(&record); err != nil || len(record.Country) != 2 {
		return ""
	}
	return record.Country
}

// Mask returns the address with its host part zeroed: IPv4 keeps 24 bits, IPv6 keeps 48. Only masked addresses may be stored.
func Mask(addr netip.Addr) netip.Addr {
	addr = addr.Unmap().WithZone("")
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return netip.Addr{}
	}
	return prefix.Addr()
}
