package voice

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/pion/stun/v4"
	"github.com/pion/turn/v5"
)

// realm is what TURN calls the space of names; it is the same for all.
const realm = "beckon"

// credentialFor is how long a credential opens new relays (reliability, T-16). Relays that are open live as long as their call.
const credentialFor = 5 * time.Minute

// Credential is a name and a password for one side of one call.
type Credential struct {
	Username string
	Password string
	Until    time.Time // after it no new relay is opened
}

// Credential returns what one side of a call opens relays with; ok is false when the call is not to be relayed (see Begin).
func (r *Relay) Credential(id string, s Side) (c Credential, ok bool) {
	if !r.board.goesOn(id) {
		return Credential{}, false
	}
	until := r.now().Add(credentialFor)
	user := strconv.FormatInt(until.Unix(), 10) + ":" + string(s) + ":" + id
	return Credential{Username: user, Password: r.password(user), Until: until}, true
}

func (r *Relay) password(user string) string {
	mac := hmac.New(sha256.New, r.secret)
	mac.Write([]byte(user))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// parseUser takes the name of a credential apart, without its time.
func parseUser(user string) (id string, s Side, ok bool) {
	name, id, ok := strings.Cut(user, ":")
	return id, Side(name), ok && id != "" && (name == string(Visitor) || name == string(Operator))
}

// authenticate answers who a request is from: a side of a call that goes on. A credential that has expired opens nothing new.
func (r *Relay) authenticate(a *turn.RequestAttributes) (user string, key []byte, ok bool) {
	until, user, ok := strings.Cut(a.Username, ":")
	if !ok {
		return "", nil, false
	}
	id, _, ok := parseUser(user)
	if !ok || !r.board.goesOn(id) {
		return "", nil, false
	}
	at, err := strconv.ParseInt(until, 10, 64)
	if err != nil || a.Method == stun.MethodAllocate && r.now().After(time.Unix(at, 0)) {
		return "", nil, false
	}
	return user, turn.GenerateAuthKey(a.Username, a.Realm, r.password(a.Username)), true
}
