/** Whether providers answer where they say they are. */
@NullMarked
package network.golem.vm.discovery.reach;

import org.jspecify.annotations.NullMarked;
