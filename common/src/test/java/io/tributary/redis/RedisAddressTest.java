package io.tributary.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

  @Test
  void readsEveryPartOfTheUrl() {
    assertThat(RedisAddress.parse("rediss://tributary:s%40c+ret%2F@cache.internal:7000/3"))
        .isEqualTo(one("cache.internal", 7000, "tributary", "s@c+ret/", 3, true));
  }

  @Test
  void assumesTheUsualPortAndTheFirstDatabase() {
    assertThat(RedisAddress.parse("redis://cache"))
        .isEqualTo(one("cache", 6379, null, null, 0, false));
  }

  @Test
  void takesAPasswordWithoutAUser() {
    assertThat(RedisAddress.parse("redis://:pa:ss@cache/"))
        .isEqualTo(one("cache", 6379, null, "pa:ss", 0, false));
  }

  @Test
  void showsNoPassword() {
    assertThat(RedisAddress.parse("redis://me:hidden@cache:1")).hasToString("cache:1");
  }

  @Test
  void readsSentinelsAndNodesOfAClusterWithTheirUsualPorts() {
    RedisServers.Sentinel sentinel = new RedisServers.Sentinel("main", null, null);
    assertThat(RedisAddress.parse("redis://me:pw@a,b_2:7000/1", sentinel, "ca.pem"))
        .isEqualTo(
            new RedisAddress(
                List.of(new RedisHost("a", 26379), new RedisHost("b_2", 7000)),
                "me",
                "pw",
                1,
                false,
                "ca.pem",
                sentinel));
    assertThat(RedisAddress.parse("redis://[::1]:7001")).hasToString("::1:7001");
    assertThat(RedisAddress.parse("redis://a,b", new RedisServers.Cluster(), null))
        .hasToString("a:6379,b:6379");
  }

  @Test
  void refusesWhatTheArrangementDoesNotAllow() {
    assertThatThrownBy(() -> RedisAddress.parse("redis://a,b"))
        .hasMessageContaining("several servers");
    assertThatThrownBy(() -> RedisAddress.parse("redis://a/1", new RedisServers.Cluster(), null))
        .hasMessageContaining("no database but 0");
  }

  private static RedisAddress one(
      String host,
      int port,
      @Nullable String user,
      @Nullable String password,
      int database,
      boolean tls) {
    List<RedisHost> servers = List.of(new RedisHost(host, port));
    return new RedisAddress(
        servers, user, password, database, tls, null, new RedisServers.Single());
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
        "redis://me:pw@cache:hidden",
      })
  void refusesWhatIsNoRedisUrlWithoutQuotingIt(String url) {
    assertThatThrownBy(() -> RedisAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hidden")
        .hasMessageNotContaining("hid den")
        .hasNoCause();
  }
}
