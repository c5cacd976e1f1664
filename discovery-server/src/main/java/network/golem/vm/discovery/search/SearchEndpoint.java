package network.golem.vm.discovery.search;

import java.time.Clock;
import network.golem.vm.discovery.advertisement.Directory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Searches, for anybody. */
@RestController
@RequestMapping("/api/v1")
class SearchEndpoint {

  private record Counted(long at, Summary summary) {}

  private final Directory directory;
  private final Clock clock;
  private volatile @Nullable Counted counted;

  SearchEndpoint(Directory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Live providers that match, a page at a time.
   *
   * @param query as the page on discovery tells: sizes, country, platform, image, name, filter,
   *     sort, limit, cursor
   * @param known the {@code ETag} of an earlier answer; 304 while it holds
   * @return 200 with a {@link ProviderPage}, and an {@code ETag}
   */
  @GetMapping("/advertisements")
  ResponseEntity<byte[]> search(
      @RequestParam MultiValueMap<String, String> query,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable String known) {
    Search search = Search.of(query);
    Page page = Page.of(search.find(directory), search);
    String eTag = page.eTag();
    boolean same = known != null && known.equals(eTag);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .eTag(eTag)
        .cacheControl(CacheControl.noCache())
        .body(same ? new byte[0] : page.json()); // Spring answers 304 by the ETag
  }

  /**
   * How many providers are live and what they have free: in all, by country, by platform, by image.
   * Counted at most once a second, however many ask.
   *
   * @return 200
   */
  @GetMapping("/summary")
  Summary summary() {
    Counted last = counted;
    if (last == null || clock.millis() - last.at() >= 1_000) {
      last = new Counted(clock.millis(), Summary.of(directory));
      counted = last;
    }
    return last.summary();
  }
}
