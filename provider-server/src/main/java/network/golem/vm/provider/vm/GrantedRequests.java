package network.golem.vm.provider.vm;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All requests that were granted. */
interface GrantedRequests extends Repository<GrantedRequest, GrantedRequest.Key> {

  GrantedRequest save(GrantedRequest request);

  Optional<GrantedRequest> findById(GrantedRequest.Key key);
}
