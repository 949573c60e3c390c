import { describe, expect, it } from 'vitest';
import { dependencyProblems, inDependencyOrder } from '../../src/catalog/dependencies.ts';

const order = (items: Parameters<typeof inDependencyOrder>[0]) =>
  inDependencyOrder(items).map(({ id }) => id);

describe('the order of items', () => {
  it('is the order given, but an item comes after those it depends on', () => {
    const items = [
      { id: 'CR_03', dependsOn: ['CR_04'] },
      { id: 'CR_05' },
      { id: 'CR_04' },
      { id: 'DOC_001', dependsOn: ['CR_03', 'CR_05'] },
    ];
    expect(order(items)).toEqual(['CR_05', 'CR_04', 'CR_03', 'DOC_001']);
    expect(dependencyProblems(items)).toEqual([]);
  });

  it('does not wait for an item that is not part of the run', () => {
    expect(order([{ id: 'CR_03', dependsOn: ['CR_04'] }])).toEqual(['CR_03']);
  });

  it('names an unknown item with the nearest known one', () => {
    expect(dependencyProblems([{ id: 'CR_03', dependsOn: ['CR_40'] }, { id: 'CR_04' }])).toEqual([
      { item: 'CR_03', message: expect.stringMatching(/CR_40, which is no item \(did you mean/) },
    ]);
  });

  it('names every item of a circle, also one that waits for itself', () => {
    const items = [
      { id: 'CR_03', dependsOn: ['CR_04'] },
      { id: 'CR_04', dependsOn: ['CR_03'] },
      { id: 'CR_05' },
    ];
    expect(dependencyProblems(items).map(({ item }) => item)).toEqual(['CR_03', 'CR_04']);
    expect(dependencyProblems([{ id: 'CR_05', dependsOn: ['CR_05'] }])).toHaveLength(1);
  });
});
