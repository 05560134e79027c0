/** What monitors see of processes, under the names of the contract. */
package io.berth.lifecycle.metrics;
