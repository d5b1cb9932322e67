// Package hands is package crew in a browser: hands are workers of the worker that simulates.
package hands
