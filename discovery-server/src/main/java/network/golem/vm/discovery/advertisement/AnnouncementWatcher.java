package network.golem.vm.discovery.advertisement;

/** Is told of each advertisement that was let in, in the thread of the request: must not wait. */
public interface AnnouncementWatcher {

  void announced(Listing listing);
}
