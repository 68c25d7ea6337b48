package io.tributary.config;

import io.tributary.config.binding.Place;
import java.util.Map;
import java.util.function.Predicate;

/** Keys by id, of which one is used from now on and all are known. */
final class Keys {

  private Keys() {}

  /** Reports a current key that is missing, and every key that is none. */
  static void check(
      Place place,
      String current,
      Map<String, Secret> keys,
      Predicate<String> isKey,
      String problem,
      String remedy) {
    if (!place.at("keys").has(current)) {
      place
          .at("current")
          .report("is not one of the keys", "name one of " + String.join(", ", keys.keySet()));
    }
    keys.forEach(
        (id, key) -> {
          if (!isKey.test(key.reveal())) {
            place.at("keys").at(id).report(problem, remedy);
          }
        });
  }
}
