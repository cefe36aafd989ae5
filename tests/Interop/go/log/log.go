// Checks a copy of a public log with Go's own x/mod/sumdb, which knows nothing of this project: the signed checkpoints, the root of
// every published size from the tiles, inclusion and consistency; and that it refuses each tampered twin.
//
//	log FOLDER
//
// FOLDER has "tile/..." as a node serves it, "checkpoints.json" with {vkey, notes}, and "proofs.json" with {inclusion, consistency}.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type inclusion struct {
	Index, Size int64
	Path        []string
}

type consistency struct {
	Older, Newer int64
	Path         []string
}

// tiles reads what a node would serve; Go's paths name the height, those of C2SP do not.
type tiles struct{ folder string }

func (t tiles) Height() int { return height }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// log is one copy, with the roots that Go computed itself for the sizes that were published.
type log struct {
	folder string
	roots  map[int64]tlog.Hash
	newest tlog.Tree
}

func main() {
	l := &log{folder: os.Args[1], roots: map[int64]tlog.Hash{}}
	failed := false
	for _, fact := range []struct {
		name string
		find func() error
	}{
		{"checkpoints", l.checkpoints}, {"entries", l.entries}, {"inclusion", l.inclusion}, {"consistency", l.consistency},
	} {
		if err := fact.find(); err != nil {
			failed = true
			fmt.Printf("not ok %s: %v\n", fact.name, err)
		} else {
			fmt.Printf("ok %s\n", fact.name)
		}
	}
	if failed {
		os.Exit(1)
	}
}

// checkpoints opens every note, recomputes its root from tiles, and sees that a note with another size does not open.
func (l *log) checkpoints() error {
	var file struct {
		Vkey  string
		Notes []string
	}
	if err := l.read("checkpoints.json", &file); err != nil {
		return err
	}
	verifier, err := note.NewVerifier(file.Vkey)
	if err != nil {
		return err
	}
	for _, text := range file.Notes {
		opened, err := note.Open([]byte(text), note.VerifierList(verifier))
		if err != nil {
			return err
		}
		tree, err := parse(opened.Text)
		if err != nil {
			return err
		}
		root, err := tlog.TreeHash(tree.N, tlog.TileHashReader(tree, tiles{l.folder}))
		if err != nil || root != tree.Hash {
			return fmt.Errorf("size %d: root %v, not %v: %v", tree.N, root, tree.Hash, err)
		}
		size := strconv.FormatInt(tree.N, 10)
		if _, err := note.Open([]byte(strings.Replace(text, "\n"+size+"\n", "\n"+size+"0\n", 1)), note.VerifierList(verifier)); err == nil {
			return errors.New("a tampered checkpoint opens")
		}
		other := tree
		other.Hash[0] ^= 1
		if _, err := tlog.TreeHash(tree.N, tlog.TileHashReader(other, tiles{l.folder})); err == nil && tree.N > 1 {
			return errors.New("tiles give another root")
		}
		l.roots[tree.N], l.newest = root, tree
	}
	return nil
}

// entries hashes every record of every bundle and compares the tile of level 0 beside it.
func (l *log) entries() error {
	for n := int64(0); n*256 < l.newest.N; n++ {
		width := l.newest.N - n*256
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: height, L: 0, N: n, W: int(width)}
		path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(l.folder, path))
		if err != nil {
			return err
		}
		var hashes []byte
		for len(bundle) > 0 {
			length := int(bundle[0])<<8 | int(bundle[1])
			hash := tlog.RecordHash(bundle[2 : 2+length])
			hashes, bundle = append(hashes, hash[:]...), bundle[2+length:]
		}
		data, err := tiles{l.folder}.ReadTiles([]tlog.Tile{tile})
		if err != nil || !bytes.Equal(data[0], hashes) {
			return fmt.Errorf("%s is not hashed by its tile: %v", path, err)
		}
	}
	return nil
}

func (l *log) inclusion() error {
	var file struct{ Inclusion []inclusion }
	if err := l.read("proofs.json", &file); err != nil || len(file.Inclusion) < 200 {
		return fmt.Errorf("%d proofs: %v", len(file.Inclusion), err)
	}
	for _, proof := range file.Inclusion {
		leaf, err := l.leaf(proof.Index)
		if err != nil {
			return err
		}
		path, root := hashes(proof.Path), l.roots[proof.Size]
		if err := tlog.CheckRecord(path, proof.Size, root, proof.Index, leaf); err != nil {
			return fmt.Errorf("leaf %d of %d: %v", proof.Index, proof.Size, err)
		}
		leaf[0] ^= 1
		if tlog.CheckRecord(path, proof.Size, root, proof.Index, leaf) == nil {
			return errors.New("a tampered leaf is included")
		}
	}
	return nil
}

func (l *log) consistency() error {
	var file struct{ Consistency []consistency }
	if err := l.read("proofs.json", &file); err != nil || len(file.Consistency) < 200 {
		return fmt.Errorf("%d proofs: %v", len(file.Consistency), err)
	}
	for _, proof := range file.Consistency {
		reader := tlog.TileHashReader(l.newest, tiles{l.folder})
		older, err := tlog.TreeHash(proof.Older, reader)
		if err != nil {
			return err
		}
		newer, err := tlog.TreeHash(proof.Newer, reader)
		if err != nil {
			return err
		}
		path := tlog.TreeProof(hashes(proof.Path))
		if err := tlog.CheckTree(path, proof.Newer, newer, proof.Older, older); err != nil {
			return fmt.Errorf("%d to %d: %v", proof.Older, proof.Newer, err)
		}
		older[0] ^= 1
		if tlog.CheckTree(path, proof.Newer, newer, proof.Older, older) == nil {
			return errors.New("a rewritten history is consistent")
		}
	}
	return nil
}

func (l *log) leaf(index int64) (tlog.Hash, error) {
	hashes, err := tlog.TileHashReader(l.newest, tiles{l.folder}).ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return tlog.Hash{}, err
	}
	return hashes[0], nil
}

func (l *log) read(name string, value interface{}) error {
	text, err := os.ReadFile(filepath.Join(l.folder, name))
	if err != nil {
		return err
	}
	return json.Unmarshal(text, value)
}

func parse(text string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tlog.Tree{}, fmt.Errorf("%d lines", len(lines))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func hashes(texts []string) []tlog.Hash {
	var all []tlog.Hash
	for _, text := range texts {
		var hash tlog.Hash
		bytes, _ := base64.StdEncoding.DecodeString(text)
		copy(hash[:], bytes)
		all = append(all, hash)
	}
	return all
}
