package io.tributary.schema;

import io.tributary.decode.TableDescriptions;
import io.tributary.event.RawRecord;
import io.tributary.event.RowSchema;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The descriptions of all tables over time, as the database has written them into its log: one for
 * each DDL command, and the present state whenever it was asked for. Lets several versions of a
 * table be read in one go, from the beginning of its topic.
 *
 * <p>Entries are taken in the order of their topic. A repeated one changes nothing. One that stands
 * below its predecessor, and has not been seen before, begins a new lineage of positions (a
 * restored database, another server): of each table the last known state remains, and holds for all
 * that is read from then on until the new lineage tells another; what was rewritten before is told
 * by the snapshot that a new lineage begins with. A description that does not know of a transaction
 * which altered the table and committed before it was overtaken, and is left out.
 *
 * <p>Immutable but for a hint that speeds up the search, so an instance is for one thread.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html">
 *     Debezium's message events</a>
 */
public final class SchemaHistory implements TableDescriptions {

  /** The prefix of the logical messages that are entries. */
  public static final String PREFIX = "tributary.schema";

  private static final SchemaHistory EMPTY =
      new SchemaHistory(Map.of(), Map.of(), Map.of(), Set.of(), HistoryPosition.START, 0);

  /** What distinguishes one entry from any other. */
  private record Id(long lsn, long txId) {}

  /** A table that is known: its present name, what altered it last, and when it was rewritten. */
  private record Named(TableId name, @Nullable Long alteredBy, @Nullable Rewrite rewrite) {}

  private final Map<TableId, TableHistory> tables;
  private final Map<Long, Named> names;
  private final Map<Integer, Set<String>> columns;
  private final Set<Id> seen;
  private final HistoryPosition latest;
  private final int unreadable;

  private SchemaHistory(
      Map<TableId, TableHistory> tables,
      Map<Long, Named> names,
      Map<Integer, Set<String>> columns,
      Set<Id> seen,
      HistoryPosition latest,
      int unreadable) {
    this.tables = tables;
    this.names = names;
    this.columns = columns;
    this.seen = seen;
    this.latest = latest;
    this.unreadable = unreadable;
  }

  /** A history that knows no table. */
  public static SchemaHistory empty() {
    return EMPTY;
  }

  /**
   * The history in a topic's records, in their order; records that are no entries are passed over.
   *
   * @param topic JSON as the connector writes it, with or without schemas
   */
  public static SchemaHistory of(Iterable<RawRecord> topic) {
    return EMPTY.with(topic);
  }

  /** This history with what follows it; this instance where nothing does. */
  public SchemaHistory with(Iterable<RawRecord> more) {
    Continuation continued = new Continuation(this);
    more.forEach(continued::add);
    return continued.changed ? continued.history() : this;
  }

  @Override
  public @Nullable TableDescription at(TableId table, SourcePosition position) {
    TableHistory history = tables.get(table);
    return history == null ? null : history.at(position);
  }

  /** Whether it describes a table at any time. */
  public boolean knows(TableId table) {
    return tables.containsKey(table);
  }

  public boolean isEmpty() {
    return tables.isEmpty();
  }

  /**
   * All names that a column has had, in their order; empty where it is not known.
   *
   * @param attribute of {@link io.tributary.event.RowSchema.Column}
   */
  public Set<String> namesOf(int attribute) {
    return columns.getOrDefault(attribute, Set.of());
  }

  /** The same of the column of a table that has a name, or had it last. */
  public Set<String> namesOf(TableId table, String column) {
    TableHistory history = tables.get(table);
    return history == null ? Set.of() : namesOf(history.attributeOf(column));
  }

  /** When rows were last rewritten, of each table that is still there, by its present name. */
  public Map<TableId, Rewrite> rewrites() {
    Map<TableId, Rewrite> last = new HashMap<>();
    for (Named named : names.values()) {
      if (named.rewrite() != null) {
        last.put(named.name(), named.rewrite());
      }
    }
    return last;
  }

  /**
   * How many entries cannot be read, because the database failed to write them or for their form.
   */
  public int unreadable() {
    return unreadable;
  }

  /** A history under construction. */
  private static final class Continuation {

    private final Map<TableId, TableHistory> tables;
    private final Map<Long, Named> names;
    private final Map<Integer, Set<String>> columns;
    private final Set<Id> seen;
    private HistoryPosition latest;
    private int unreadable;
    private boolean changed;

    Continuation(SchemaHistory history) {
      tables = new HashMap<>(history.tables);
      names = new HashMap<>(history.names);
      columns = new HashMap<>(history.columns);
      seen = new HashSet<>(history.seen);
      latest = history.latest;
      unreadable = history.unreadable;
    }

    SchemaHistory history() {
      return new SchemaHistory(tables, names, columns, seen, latest, unreadable);
    }

    void add(RawRecord record) {
      try {
        HistoryMessage message = HistoryMessage.read(record);
        if (message != null && seen.add(new Id(message.start().lsn(), message.txId()))) {
          changed = true;
          add(message);
        }
      } catch (HistoryMessage.UnreadableEntry e) {
        changed = true;
        unreadable++;
      }
    }

    private void add(HistoryMessage message) {
      if (message.start().compareTo(latest) < 0) {
        startLineage();
      }
      latest = message.start();
      Named known = names.get(message.oid());
      if (known != null && isOvertaken(message, known)) {
        return;
      }
      if (known != null && !known.name().equals(message.table())) {
        end(known.name(), message.start());
      }
      if (message.description() == null) {
        names.remove(message.oid());
        end(message.table(), message.start());
      } else {
        names.put(message.oid(), named(message, known));
        describe(message.table(), message.start(), message.description());
      }
    }

    private static boolean isOvertaken(HistoryMessage message, Named known) {
      Long other = known.alteredBy();
      return other != null && other != message.txId() && !message.snapshot().sees(other);
    }

    private static Named named(HistoryMessage message, @Nullable Named known) {
      Long alteredBy = known == null ? null : known.alteredBy();
      Rewrite rewrite = known == null ? null : known.rewrite();
      return new Named(
          message.table(),
          message.altered() ? (Long) message.txId() : alteredBy,
          message.rewrite() == null ? rewrite : message.rewrite());
    }

    private void end(TableId name, HistoryPosition position) {
      tables.computeIfPresent(name, (any, history) -> history.endedAt(position));
    }

    private void describe(TableId name, HistoryPosition start, TableDescription description) {
      description.columns().columns().forEach(this::name);
      tables.compute(
          name,
          (any, history) ->
              history == null
                  ? TableHistory.startingWith(start, description)
                  : history.followedBy(start, description));
    }

    private void name(RowSchema.Column column) {
      Set<String> known = columns.getOrDefault(column.attribute(), Set.of());
      if (!known.contains(column.name())) {
        Set<String> more = new LinkedHashSet<>(known);
        more.add(column.name());
        columns.put(column.attribute(), Collections.unmodifiableSet(more));
      }
    }

    private void startLineage() {
      tables.replaceAll((name, history) -> history.last(HistoryPosition.START));
      names.replaceAll((oid, named) -> new Named(named.name(), null, null));
    }
  }
}
