package io.tributary.runtime.freshness;

import io.tributary.event.TableId;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Where a job learns how fresh its results are. */
@FunctionalInterface
public interface FreshnessPort extends Serializable {

  /** Reports nothing: freshness stays unknown. */
  FreshnessPort NONE =
      (tables, continues) ->
          new FreshnessProbe() {
            @Override
            public List<TableFreshness> look() {
              return List.of();
            }

            @Override
            public void close() {}
          };

  /**
   * Opens a probe, before the job completes a checkpoint.
   *
   * @param continues whether the job was restored; one that was not has read nothing yet, whatever
   *     an earlier run of it left behind
   */
  FreshnessProbe open(Set<TableId> tables, boolean continues)
      throws ExecutionException, InterruptedException;
}
