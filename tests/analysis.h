/* Read before every file by static analysis, which does not open the libraries' headers. */
#define cJSON_ArrayForEach(element, array) for ((element) = (array)->child; (element) != NULL; (element) = (element)->next)
