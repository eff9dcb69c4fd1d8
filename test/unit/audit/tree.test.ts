import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCompactRange, extendRange } from '../../../src/audit/compact-range.ts';
import { emptyRoot, hashLeaf, hashLeafInPlace, hashNode, rootOf, spansOf } from '../../../src/audit/merkle.ts';
import { provesConsistency, rootByPath } from '../../../src/audit/proofs.ts';
import { createTree } from '../../../src/audit/tree.ts';
import { naiveLeaf, naivePath, naiveProof, naiveRoot } from '../../support/naive-merkle.ts';

const leavesOf = (count: number) => Array.from({ length: count }, (_, index) => naiveLeaf(`entry ${index}`));
const treeOf = (leaves: readonly Buffer[]) => createTree(leaves.length, (first, end) => leaves.slice(first, end));
const provesInclusion = (leaf: Buffer, index: number, size: number, root: Buffer, path: readonly Buffer[]) => {
  const found = rootByPath(leaf, index, size, path);
  return found !== null && root.equals(found);
};
const hex = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'));

/** Sizes around the borders of tiles, and any other. */
const sizes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(255, 256, 257, 511, 512, 513, 700, 768, 1025));

describe('the hashes of RFC 6962', () => {
  // The test vectors of the Certificate Transparency project, in hex.
  const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const leaves = entries.map((entry) => hashLeaf(Buffer.from(entry, 'hex')));

  it.each(roots.map((root, size) => [size, root] as const))('give the known root of %i entries', (size, root) => {
    const range = createCompactRange();
    for (const leaf of leaves.slice(0, size)) range.append(leaf);
    expect(rootOf(range.nodes()).toString('hex')).toBe(root);
    expect(treeOf(leaves.slice(0, size)).root().toString('hex')).toBe(root);
  });

  it('give the proofs of §2.1.3’s example of seven leaves', () => {
    const seven = leavesOf(7);
    const [a, b, c, d, e, f, j] = seven as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];
    const [g, h, i] = [hashNode(a, b), hashNode(c, d), hashNode(e, f)];
    const [k, l] = [hashNode(g, h), hashNode(i, j)];
    const tree = treeOf(seven);
    expect(tree.inclusion(0)).toEqual([b, h, l]);
    expect(tree.inclusion(3)).toEqual([c, g, l]);
    expect(tree.inclusion(4)).toEqual([f, j, k]);
    expect(tree.inclusion(6)).toEqual([i, k]);
    expect(tree.consistency(3)).toEqual([c, d, g, l]);
    expect(tree.consistency(4)).toEqual([l]);
    expect(tree.consistency(6)).toEqual([i, j, k]);
  });

  it('are the same in place', () => {
    const bytes = Buffer.from('\nentry\n');
    expect(hashLeafInPlace(bytes, 1, 6)).toEqual(hashLeaf('entry'));
    expect(emptyRoot).toEqual(naiveRoot([]));
  });
});

describe('the tree', () => {
  it('agrees with the definition on roots, paths and proofs, which prove what they say', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, some, other) => {
        const leaves = leavesOf(size);
        const tree = treeOf(leaves);
        const root = tree.root();
        expect(root).toEqual(naiveRoot(leaves));
        const index = some % size;
        const path = tree.inclusion(index);
        expect(hex(path)).toEqual(hex(naivePath(index, leaves)));
        expect(provesInclusion(leaves[index] as Buffer, index, size, root, path)).toBe(true);
        const older = 1 + (other % size);
        const proof = tree.consistency(older);
        expect(hex(proof)).toEqual(hex(naiveProof(older, leaves)));
        const before = { size: older, root: naiveRoot(leaves.slice(0, older)) };
        expect(provesConsistency(before, { size, root }, proof)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('proves no other leaf, place, size, root or older tree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), (size, some, other) => {
        const leaves = leavesOf(size);
        const tree = treeOf(leaves);
        const root = tree.root();
        const index = some % size;
        const leaf = leaves[index] as Buffer;
        const path = tree.inclusion(index);
        const wrong = naiveLeaf('another');
        expect(provesInclusion(wrong, index, size, root, path)).toBe(false);
        expect(provesInclusion(leaf, (index + 1) % size, size, root, path)).toBe(false);
        expect(provesInclusion(leaf, index, size, wrong, path)).toBe(false);
        expect(provesInclusion(leaf, index, size, root, [...path, wrong])).toBe(false);
        expect(provesInclusion(leaf, index, size, root, path.slice(1))).toBe(false);
        expect(provesInclusion(leaf, size, size, root, path)).toBe(false);

        const older = 1 + (other % (size - 1));
        const proof = tree.consistency(older);
        const before = { size: older, root: naiveRoot(leaves.slice(0, older)) };
        const now = { size, root };
        expect(provesConsistency({ ...before, root: wrong }, now, proof)).toBe(false);
        expect(provesConsistency(before, { size, root: wrong }, proof)).toBe(false);
        expect(provesConsistency(before, now, [...proof, wrong])).toBe(false);
        expect(provesConsistency(before, now, proof.slice(1))).toBe(false);
        expect(provesConsistency(now, before, proof)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a range', () => {
  it('of any leaves leads to the root with the nodes before and after it', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, some, more) => {
        const leaves = leavesOf(size);
        const tree = treeOf(leaves);
        const first = some % (size + 1);
        const end = first + (more % (size - first + 1));
        const range = createCompactRange(first);
        for (const leaf of leaves.slice(first, end)) range.append(leaf);
        expect(hex(range.nodes())).toEqual(hex(tree.nodes(first, end)));
        const whole = createCompactRange();
        expect(extendRange(whole, first, tree.nodes(0, first))).toBe(true);
        expect(extendRange(whole, end, range.nodes())).toBe(true);
        expect(extendRange(whole, size, tree.nodes(end, size))).toBe(true);
        expect(rootOf(whole.nodes())).toEqual(naiveRoot(leaves));
      }),
      { numRuns: 60 },
    );
  });

  it('falls into aligned subtrees without gaps, at most 256 leaves each where it is told so', () => {
    fc.assert(
      fc.property(
        fc.nat(5000),
        fc.nat(5000),
        fc.constantFrom(0, 3, 8, Number.POSITIVE_INFINITY),
        (first, count, highest) => {
          let at = first;
          for (const { start, level } of spansOf(first, first + count, highest)) {
            expect(start).toBe(at);
            expect(start % 2 ** level).toBe(0);
            expect(level).toBeLessThanOrEqual(highest);
            at += 2 ** level;
          }
          expect(at).toBe(first + count);
        },
      ),
    );
  });

  it('takes neither more nor fewer nodes than it has, and no subtree that cannot begin where it ends', () => {
    const nodes = treeOf(leavesOf(7)).nodes(0, 7);
    const range = createCompactRange();
    for (const [end, wrong] of [
      [7, nodes.slice(1)],
      [8, nodes],
      [7, [...nodes.slice(1), Buffer.alloc(31)]],
    ] as const) {
      expect(extendRange(range, end, wrong)).toBe(false);
      expect(range.end).toBe(0);
    }
    expect(extendRange(range, 7, nodes)).toBe(true);
    expect(range.end).toBe(7);
    expect(() => range.push(1, Buffer.alloc(32))).toThrow(RangeError);
  });
});
