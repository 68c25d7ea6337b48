package io.tributary.schema;

import io.tributary.event.RowSchema;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableDescription;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The descriptions that one name of a table has had, each with where it begins to hold. The first
 * holds for everything before it, too, and the last for everything after it: also after the table
 * was dropped, until another of its name is described.
 */
final class TableHistory {

  private record Version(HistoryPosition start, TableDescription description) {}

  /** In their order. Never empty. */
  private final List<Version> versions;

  /** Where the name's table ended; the next table of that name begins there. */
  private final @Nullable HistoryPosition end;

  /** Which version held for the last change: changes arrive in their order, mostly. */
  private int latest;

  private TableHistory(List<Version> versions, @Nullable HistoryPosition end) {
    this.versions = versions;
    this.end = end;
    this.latest = versions.size() - 1;
  }

  static TableHistory startingWith(HistoryPosition start, TableDescription description) {
    return new TableHistory(List.of(new Version(start, description)), null);
  }

  TableHistory followedBy(HistoryPosition start, TableDescription description) {
    if (last().equals(description)) {
      return end == null ? this : new TableHistory(versions, null);
    }
    List<Version> more = new ArrayList<>(versions);
    more.add(new Version(end == null ? start : end, description));
    return new TableHistory(List.copyOf(more), null);
  }

  TableHistory endedAt(HistoryPosition position) {
    return new TableHistory(versions, position);
  }

  /** The last version alone, for positions that cannot be compared with the earlier ones. */
  TableHistory last(HistoryPosition start) {
    return startingWith(start, last());
  }

  TableDescription last() {
    return versions.get(versions.size() - 1).description();
  }

  /** Identifies the column that has a name, or had it last; 0 where none has. */
  int attributeOf(String column) {
    for (int i = versions.size() - 1; i >= 0; i--) {
      RowSchema columns = versions.get(i).description().columns();
      int index = columns.indexOf(column);
      if (index >= 0) {
        return columns.column(index).attribute();
      }
    }
    return 0;
  }

  TableDescription at(SourcePosition position) {
    if (versions.size() == 1) {
      return versions.get(0).description();
    }
    int index = latest;
    if (!holds(index, position)) {
      index = search(position);
      latest = index;
    }
    return versions.get(index).description();
  }

  private boolean holds(int index, SourcePosition position) {
    return (index == 0 || versions.get(index).start().holdsFor(position))
        && (index == versions.size() - 1 || !versions.get(index + 1).start().holdsFor(position));
  }

  private int search(SourcePosition position) {
    int low = 0;
    int high = versions.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (versions.get(middle).start().holdsFor(position)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
