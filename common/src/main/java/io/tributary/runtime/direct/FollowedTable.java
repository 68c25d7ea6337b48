package io.tributary.runtime.direct;

import io.tributary.event.TableId;
import java.util.List;

/**
 * A table of the pipeline as the database has it, for the checks before its changes are read.
 *
 * @param kind PostgreSQL's {@code relkind}: {@code r} for an ordinary table
 * @param identity {@code d} default, {@code f} full, {@code i} an index, {@code x} one that lacks
 *     columns of the primary key, {@code n} nothing
 * @param arrays its columns that are arrays, or domains over them
 * @param unfit its columns, each with its type, that the connector reports wrongly or not at all
 * @param neighbours other relations that its name matches where {@code _} stands for any letter
 */
record FollowedTable(
    TableId table,
    String kind,
    String identity,
    boolean hasPrimaryKey,
    boolean published,
    List<String> arrays,
    List<String> unfit,
    List<String> neighbours) {

  boolean isOrdinary() {
    return kind.equals("r");
  }

  boolean hasFullIdentity() {
    return identity.equals("f");
  }
}
