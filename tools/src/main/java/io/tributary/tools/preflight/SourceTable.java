package io.tributary.tools.preflight;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A relation as the catalog has it.
 *
 * @param name as SQL writes it, quoted where it has to be
 * @param kind {@code pg_class.relkind}: {@code r} for a table, {@code p} for a partitioned one
 * @param persistence {@code pg_class.relpersistence}: {@code p} for one that is logged
 * @param identity {@code pg_class.relreplident}: {@code f} for FULL
 * @param published whether the publication has its changes under its own name
 * @param partition whether it is one
 * @param hasKey whether it has a primary key that is checked at once
 * @param identityHoldsKey whether the index that is its replica identity has the key's columns
 * @param columns their names
 * @param large those outside of the key that can be stored outside of the row
 * @param below its partitions, and tables that inherit from it, at every depth; without their own
 */
record SourceTable(
    @JsonProperty("name") String name,
    @JsonProperty("kind") String kind,
    @JsonProperty("persistence") String persistence,
    @JsonProperty("identity") String identity,
    @JsonProperty("published") boolean published,
    @JsonProperty("partition") boolean partition,
    @JsonProperty("hasKey") boolean hasKey,
    @JsonProperty("identityHoldsKey") boolean identityHoldsKey,
    @JsonProperty("columns") List<String> columns,
    @JsonProperty("large") List<String> large,
    @JsonProperty("below") List<SourceTable> below) {

  boolean isTable() {
    return kind.equals("r") || isPartitioned();
  }

  boolean isPartitioned() {
    return kind.equals("p");
  }

  boolean isFull() {
    return identity.equals("f");
  }

  boolean hasNoIdentity() {
    return identity.equals("n");
  }
}
