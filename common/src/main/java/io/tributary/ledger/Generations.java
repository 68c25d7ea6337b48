package io.tributary.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Since when there is what the rows of a table are counted in. Each change of that begins a
 * generation, numbered from 0; a row that was counted under one has been counted in all that was
 * there then, and in nothing that came later. So nothing is counted twice and nothing left out, in
 * whatever order rows are filled into what is new and change.
 *
 * <p>What is removed and defined again is another thing: its number tells it from what is left of
 * the first.
 */
public final class Generations {

  /** Nothing is counted. */
  public static final Generations NONE = new Generations(Map.of());

  private final Map<TableId, TableGenerations> tables;
  private final boolean first;
  private final boolean acceptPartial;

  private Generations(Map<TableId, TableGenerations> tables) {
    this(tables, false);
  }

  private Generations(Map<TableId, TableGenerations> tables, boolean acceptPartial) {
    this.tables = new HashMap<>(tables);
    this.first = tables.values().stream().allMatch(table -> table.present() == 0);
    this.acceptPartial = acceptPartial;
  }

  /**
   * The same where rows do not wait for a column that was not kept of them: they are in what is new
   * as far as they are known, and change it once the column arrives.
   */
  public Generations acceptingPartial() {
    return new Generations(tables, true);
  }

  /** Those of a job that starts from nothing. */
  public static Generations first(Collection<Counted> counted) {
    return NONE.changedTo(counted);
  }

  /**
   * After a change of what is counted.
   *
   * @throws IllegalStateException if a table is counted again that was not for a while, so that its
   *     changes have been missed
   */
  public Generations changedTo(Collection<Counted> counted) {
    Map<TableId, List<Counted>> wanted = new HashMap<>();
    tables.keySet().forEach(table -> wanted.put(table, new ArrayList<>()));
    counted.forEach(
        each -> wanted.computeIfAbsent(each.table(), any -> new ArrayList<>()).add(each));
    Map<TableId, TableGenerations> changed = new HashMap<>();
    wanted.forEach((table, all) -> changed.put(table, changed(table, all)));
    return new Generations(changed);
  }

  private TableGenerations changed(TableId table, List<Counted> wanted) {
    TableGenerations known = tables.get(table);
    if (known == null) {
      return TableGenerations.first(wanted);
    } else if (!known.isFollowed() && !wanted.isEmpty()) {
      throw new IllegalStateException(
          "table "
              + table
              + " has not been followed since its last rollup was removed, so changes of it are"
              + " missing; start the job without state");
    }
    return known.changedTo(wanted);
  }

  /**
   * The generation since when this is there.
   *
   * @throws IllegalArgumentException if it is not
   */
  public int born(TableId table, String definition, long reach) {
    Integer born = of(table).born(definition, reach);
    if (born == null) {
      throw new IllegalArgumentException("nothing is known of " + definition);
    }
    return born;
  }

  /** The tables of which something is counted. */
  public Set<TableId> tables() {
    Set<TableId> followed = new HashSet<>(tables.keySet());
    followed.removeIf(table -> !of(table).isFollowed());
    return followed;
  }

  /** The tables that are followed and of which these generations knew nothing. */
  public Set<TableId> tablesBesidesThoseOf(Generations earlier) {
    Set<TableId> added = tables();
    added.removeAll(earlier.tables.keySet());
    return added;
  }

  /** The generation that rows of a table are counted under. */
  int present(TableId table) {
    return first ? 0 : of(table).present();
  }

  /** The generation since when all is there that a table is counted in. */
  public int newest(TableId table) {
    return first ? 0 : of(table).newest();
  }

  /** Whether a row that was counted under a generation lacks in what is there. */
  boolean isFormer(TableId table, int generation) {
    return !first && generation < of(table).newest();
  }

  /** The generation that a row can be counted under by what is kept of it. */
  int reachable(TableId table, int generation) {
    return acceptPartial ? present(table) : of(table).reachable(generation);
  }

  /**
   * The generation that a row counts under from an event on. One of which an update leaves out a
   * column that nobody needed before waits for a snapshot's row to bring it.
   *
   * @param known the row before, null if it was not there
   * @param counted the generation that it was counted under
   */
  int next(ChangeEvent event, @Nullable RowImage known, int counted, RowImage after) {
    if (known == null
        || acceptPartial
        || event.op() != Op.UPDATE
        || !isFormer(event.table(), counted)) {
      return present(event.table());
    }
    RowSchema schema = after.schema();
    return of(event.table())
        .reachable(
            counted,
            column -> schema.indexOf(column) < 0 || !after.isUnavailable(schema.indexOf(column)));
  }

  /** Those of a table; of one that is not known, the first. */
  TableGenerations of(TableId table) {
    TableGenerations known = tables.get(table);
    return known == null ? TableGenerations.first(List.of()) : known;
  }

  /**
   * Refuses what is new for a table without primary key.
   *
   * @throws IllegalStateException if it was counted in something else before
   */
  public void refuseWithoutKey(TableId table) {
    if (newest(table) > 0) {
      throw new IllegalStateException(
          "table "
              + table
              + " has no primary key, so its existing rows cannot be counted in what is new; start"
              + " the job without state, or leave its rollups as they were");
    }
  }

  /** In the form that {@link #decoded} reads. */
  public byte[] encoded() {
    return GenerationsEncoding.encode(tables);
  }

  /**
   * Reads what {@link #encoded} wrote.
   *
   * @throws IllegalStateException if a newer build wrote it
   */
  public static Generations decoded(byte[] encoded) {
    return new Generations(GenerationsEncoding.decode(encoded));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Generations same && Arrays.equals(encoded(), same.encoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded());
  }
}
