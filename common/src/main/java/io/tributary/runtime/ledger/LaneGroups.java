package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.ledger.packed.PackedKey;
import io.tributary.ledger.packed.PageKey;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * By what the ledger's stream is keyed: a number for each of Flink's key groups, and a lane belongs
 * to one of them by its {@linkplain PageKey#hash page's hash}. So all rows of a group have one key,
 * and can be kept side by side.
 */
public final class LaneGroups implements KeySelector<ChangeEvent, Integer> {

  private static final long serialVersionUID = 1L;

  private final Integer[] keys;

  /**
   * @param keyGroups as many as the job can ever have subtasks
   */
  public LaneGroups(int keyGroups) {
    keys = new Integer[keyGroups];
    int left = keyGroups;
    for (int key = 0; left > 0; key++) {
      int group = KeyGroupRangeAssignment.assignToKeyGroup(key, keyGroups);
      if (keys[group] == null) {
        keys[group] = key;
        left--;
      }
    }
  }

  @Override
  public Integer getKey(ChangeEvent event) {
    return of(PackedKey.of(event.laneBytes()));
  }

  void check(int keyGroups) {
    if (keyGroups != keys.length) {
      throw new IllegalStateException(
          "lanes are divided by %d groups and the job by %d".formatted(keys.length, keyGroups));
    }
  }

  Integer of(PackedKey lane) {
    return of(lane.pageHash());
  }

  Integer of(PageKey page) {
    return of(page.hash());
  }

  private Integer of(long pageHash) {
    return keys[(int) ((pageHash >>> 32) % keys.length)];
  }
}
