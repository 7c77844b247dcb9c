// Package origin says where a visit comes from: the country, the browser and device, whether it is a robot, the search engine or
// page that led here. It cleans what a page reports about itself before anybody stores it, and finds a client's address behind
// proxies. It decides nothing and keeps nothing but a bounded cache; it imports no other package of Beckon.
package origin

//go:generate go run ./internal/generate -modules ../web/node_modules -out data
