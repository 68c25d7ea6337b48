package io.tributary.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

  @Test
  void readsEveryPartOfTheUrl() {
    assertThat(RedisAddress.parse("rediss://tributary:s%40c+ret%2F@cache.internal:7000/3"))
        .isEqualTo(new RedisAddress("cache.internal", 7000, "tributary", "s@c+ret/", 3, true));
  }

  @Test
  void assumesTheUsualPortAndTheFirstDatabase() {
    assertThat(RedisAddress.parse("redis://cache"))
        .isEqualTo(new RedisAddress("cache", 6379, null, null, 0, false));
  }

  @Test
  void takesAPasswordWithoutAUser() {
    assertThat(RedisAddress.parse("redis://:pa:ss@cache/"))
        .isEqualTo(new RedisAddress("cache", 6379, null, "pa:ss", 0, false));
  }

  @Test
  void showsNoPassword() {
    assertThat(RedisAddress.parse("redis://me:hidden@cache:1")).hasToString("cache:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:hidden@cache",
        "cache:6379",
        "redis://me:hidden@cache/one",
        "redis://me:hid den@cache",
        "redis://hidden@cache",
        "redis:///0",
        "redis://me:hidden@",
      })
  void refusesWhatIsNoRedisUrlWithoutQuotingIt(String url) {
    assertThatThrownBy(() -> RedisAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hidden")
        .hasMessageNotContaining("hid den")
        .hasNoCause();
  }
}
