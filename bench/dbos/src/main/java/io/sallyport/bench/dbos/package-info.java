/** The same work as workflows of DBOS. {@code bench/runs.sh} builds it and the harness of the runs asks it. */
package io.sallyport.bench.dbos;
