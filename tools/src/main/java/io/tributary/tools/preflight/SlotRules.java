package io.tributary.tools.preflight;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a slot must be like.
 *
 * @param own the connector's, null where nobody says
 * @param database the one that the pipeline names
 */
record SlotRules(@Nullable String own, String database, Findings findings) {

  private static final long MEGABYTE = 1 << 20;

  void look(Iterable<SourceSlot> slots) {
    for (SourceSlot slot : slots) {
      String about = "slot " + slot.name();
      if (slot.name().equals(own)) {
        own(slot, about);
      } else if (slot.database().equals(database) && !slot.active()) {
        findings.warning(
            about,
            "is unused and keeps %,d MB of log from being removed"
                .formatted(slot.retained() / MEGABYTE),
            "if nothing comes back for it: SELECT pg_drop_replication_slot('%s')"
                .formatted(slot.name()));
      }
    }
  }

  private void own(SourceSlot slot, String about) {
    String anew = "drop it, and have the connector take a new snapshot";
    switch (Optional.ofNullable(slot.status()).orElse("")) {
      case "lost" ->
          findings.problem(about, "has lost log that it needs (max_slot_wal_keep_size)", anew);
      case "unreserved" ->
          findings.warning(
              about,
              "is about to lose log that it needs",
              "start the connector, and raise max_slot_wal_keep_size");
      default -> {}
    }
    if (!slot.plugin().equals("pgoutput")) {
      findings.problem(about, "is of the plug-in " + slot.plugin(), "make one of pgoutput");
    }
    if (!slot.database().equals(database)) {
      findings.problem(
          about, "is of the database " + slot.database(), "give the connector another name for it");
    } else if (!slot.active() && !"lost".equals(slot.status())) {
      findings.warning(
          about,
          "is not read at present, and keeps %,d MB of log".formatted(slot.retained() / MEGABYTE),
          "start the connector");
    }
  }
}
