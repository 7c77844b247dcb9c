package auth

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"beckon/desk"
)

// Cost is what argon2id does for one password.
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// usualCost is OWASP's first choice for argon2id with little memory. One thread: on a small machine the other processors stay with
// the visitors while somebody guesses passwords.
var usualCost = Cost{Memory: 19 * 1024, Passes: 2, Threads: 1}

const (
	shortest, longest = 10, 200 // characters of a password

	hashedAtOnce   = 2
	waitingAtOnce  = 16
	saltBytes      = 16
	keyBytes       = 32
	mostMemory     = 256 * 1024 // KiB; what a stored hash may ask for
	mostPasses     = 16
	busyTryAgainIn = 5 * time.Second
)

// common are passwords of enough characters that guessers try first.
var common = []string{
	"0123456789", "0987654321", "1111111111", "1234567890", "12345678910", "123456789a", "1234567891", "1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz2wsx3edc",
	"abcdefghij", "administrator", "changeme123", "football123", "iloveyou123", "letmein123", "operator123", "password00", "password01", "password12",
	"password123", "password1234", "passwordpassword", "qwerty1234", "qwerty12345", "qwerty123456", "qwertyuiop", "qwertzuiop", "welcome123", "welcome1234",
}

// passwords hashes and checks them, few at a time.
type passwords struct {
	cost    Cost
	decoy   string // the hash of a password that nobody has
	derive  func(password, salt []byte, passes, memory uint32, threads uint8, keyLen uint32) []byte
	waiting chan struct{}
	running chan struct{}
}

func newPasswords(c Cost) *passwords {
	p := &passwords{
		cost: Cost{
			Memory:  min(cmp.Or(c.Memory, usualCost.Memory), mostMemory),
			Passes:  min(cmp.Or(c.Passes, usualCost.Passes), mostPasses),
			Threads: cmp.Or(c.Threads, usualCost.Threads),
		},
		derive:  argon2.IDKey,
		waiting: make(chan struct{}, hashedAtOnce+waitingAtOnce),
		running: make(chan struct{}, hashedAtOnce),
	}
	var salt [saltBytes]byte
	var key [keyBytes]byte
	rand.Read(salt[:])
	rand.Read(key[:])
	p.decoy = phc{p.cost, salt[:], key[:]}.String()
	return p
}

// turn waits for a turn to work; done ends it. TooMany when too many wait already or ctx is done first.
func (p *passwords) turn(ctx context.Context) (done func(), err error) {
	select {
	case p.waiting <- struct{}{}:
	default:
		return nil, tooMany(busyTryAgainIn)
	}
	select {
	case p.running <- struct{}{}:
		return func() { <-p.running; <-p.waiting }, nil
	case <-ctx.Done():
		<-p.waiting
		return nil, tooMany(busyTryAgainIn)
	}
}

// hash returns a password's hash in PHC form. TooMany.
func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	done, err := p.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	return phc{p.cost, salt, p.derive([]byte(password), salt, p.cost.Passes, p.cost.Memory, p.cost.Threads, keyBytes)}.String(), nil
}

// check reports whether a password has a hash. It works as much when there is no hash, or none that can be read. TooMany.
func (p *passwords) check(ctx context.Context, hash, password string) (bool, error) {
	h, possible := readPHC(hash)
	if !possible {
		h, _ = readPHC(p.decoy)
	}
	if len(password) > longest*utf8.UTFMax {
		possible, password = false, password[:longest]
	}
	done, err := p.turn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	key := p.derive([]byte(password), h.salt, h.cost.Passes, h.cost.Memory, h.cost.Threads, keyBytes)
	return subtle.ConstantTimeCompare(key, h.key) == 1 && possible, nil
}

// phc is a hash with all that is needed to check a password against it.
type phc struct {
	cost      Cost
	salt, key []byte
}

var phcBytes = base64.RawStdEncoding.Strict()

func (h phc) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, h.cost.Memory, h.cost.Passes, h.cost.Threads, phcBytes.EncodeToString(h.salt), phcBytes.EncodeToString(h.key))
}

// readPHC reads what String wrote, and only that: whatever the database holds can't ask for work without bounds.
func readPHC(s string) (phc, bool) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 {
		return phc{}, false
	}
	var h phc
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.cost.Memory, &h.cost.Passes, &h.cost.Threads); err != nil {
		return phc{}, false
	}
	var saltErr, keyErr error
	h.salt, saltErr = phcBytes.DecodeString(parts[4])
	h.key, keyErr = phcBytes.DecodeString(parts[5])
	if saltErr != nil || keyErr != nil || len(h.salt) != saltBytes || len(h.key) != keyBytes {
		return phc{}, false
	}
	c := h.cost
	if c.Memory == 0 || c.Memory > mostMemory || c.Passes == 0 || c.Passes > mostPasses || c.Threads == 0 || h.String() != s {
		return phc{}, false
	}
	return h, true
}

// acceptable reports whether somebody may have a password. Invalid.
func acceptable(password, login string) error {
	refuse := func(text string) error { return &desk.Error{Kind: desk.Invalid, Field: "password", Text: text} }
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password):
		return refuse("This password has characters that can't be read")
	case n < shortest:
		return refuse(fmt.Sprintf("A password has at least %d characters", shortest))
	case n > longest:
		return refuse(fmt.Sprintf("A password has at most %d characters", longest))
	}
	lower := strings.ToLower(strings.TrimSpace(password))
	if lower == strings.ToLower(login) {
		return refuse("The password must differ from the login")
	}
	first, _ := utf8.DecodeRuneInString(lower)
	if slices.Contains(common, lower) || strings.Trim(lower, string(first)) == "" {
		return refuse("This password is among the first that are guessed. Choose another")
	}
	return nil
}

// SetPassword sets the password of a session's operator. The current one is asked for only if one is set. His other sessions have
// ended then, and his unused one-time links are void. Invalid (field password or current), TooMany, Conflict when it was changed
// by somebody else meanwhile, Unauthenticated, Unavailable.
func (a *Auth) SetPassword(ctx context.Context, s Session, current, password string) error {
	account, ok, err := a.store.Account(ctx, s.Operator)
	if err != nil {
		return err
	}
	if !ok || account.Disabled {
		return signInAgain()
	}
	if err := acceptable(password, account.Login); err != nil {
		return err
	}
	if err := a.checkCurrent(ctx, account, current); err != nil {
		return err
	}
	hash, err := a.password.hash(ctx, password)
	if err != nil {
		return err
	}
	changed, err := a.store.ReplacePassword(ctx, account.Operator, account.Hash, hash, s.PublicID)
	if err != nil {
		return err
	}
	if !changed {
		return desk.Errorf(desk.Conflict, "Your password was changed elsewhere at the same time")
	}
	a.over(func(o Session) bool { return o.Operator == s.Operator && o.PublicID != s.PublicID })
	return nil
}

// checkCurrent checks the password that is set, if one is. Guessing it by a stolen session is as slow as by signing in.
func (a *Auth) checkCurrent(ctx context.Context, account Account, current string) error {
	if account.Hash == "" {
		return nil
	}
	t, err := a.limiter.beginInside(account.Operator)
	if err != nil {
		return err
	}
	ok, err := a.password.check(ctx, account.Hash, current)
	if err == nil && !ok {
		return &desk.Error{Kind: desk.Invalid, Field: "current", Text: "This is not your current password"}
	}
	t.giveBack()
	return err
}

// ResetPassword takes an operator's password away and returns a one-time token that lets him in to set a new one. All his sessions
// have ended then and earlier links are void. NotFound, Conflict, Unavailable.
func (a *Auth) ResetPassword(ctx context.Context, operator desk.OperatorID) (token string, err error) {
	account, ok, err := a.store.Account(ctx, operator)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", desk.Errorf(desk.NotFound, "There is no such operator")
	}
	changed, err := a.store.ReplacePassword(ctx, operator, account.Hash, "", "")
	if err != nil {
		return "", err
	}
	if !changed {
		return "", desk.Errorf(desk.Conflict, "The password was changed elsewhere at the same time")
	}
	a.over(func(s Session) bool { return s.Operator == operator })
	return a.Once(ctx, operator)
}

// HasPassword reports whether an operator has set a password. Unavailable.
func (a *Auth) HasPassword(ctx context.Context, operator desk.OperatorID) (bool, error) {
	account, ok, err := a.store.Account(ctx, operator)
	return ok && account.Hash != "", err
}
