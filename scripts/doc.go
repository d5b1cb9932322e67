// Package scripts tests the rules of the house: what may import what, and what may be committed. The programs that build,
// serve, run and measure the project are in its folders.
package scripts
