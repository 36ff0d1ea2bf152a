-- The days that measures of the semantic layer are laid along: dbt wants them.
select cast(date '2014-01-01' + cast(dagnummer as integer) as date) as dag
from (
    select {{ talen_fran('0', '13513') }} as dagnummer
) as dagar
