//go:build unix

package files

import (
	"errors"
	"fmt"
	"syscall"
)

func roomAt(path string) (float64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil || s.Blocks == 0 {
		return 1, err
	}
	return float64(s.Bavail) / float64(s.Blocks), nil
}

// full says that there is no room where the system says so.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}
