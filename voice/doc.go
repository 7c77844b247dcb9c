// Package voice lets two browsers hear each other when neither may learn the other's address: a STUN and TURN server whose relays
// reach each other and nothing else.
//
// Beckon's own rule is stronger than a list of forbidden addresses: what a relay sends never becomes a packet on a network. A relayed
// address is a number in a switchboard in memory, and only the other side of the same call can be reached under it (reliability, T-16).
// No port but the listening one needs to be open, and no router need send packets back to where they came from.
package voice
