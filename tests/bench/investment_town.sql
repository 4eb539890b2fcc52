-- 10,000 projects, each with five years of months and plans, by chance but the same every time.
insert into department (department_id, name, kind) values ('D1', '局', '市直');
insert into leader (leader_id, name) select 'L' || i, '领导' || i from range(60) as t(i);
insert into county (county_id, name) select 'X' || i, '县' || i from range(12) as t(i);
insert into chain (chain_id, name, name_en, department_id, valid_from)
    select 'C' || i, '链' || i, 'Chain ' || i, 'D1', '2020-01-01' from range(1, 10) as t(i);
insert into project (project_id, name, chain_id, county_id, builder, nature, total_investment, planned_start,
        planned_finish, actual_start, leader_id, sector)
    select 'P' || lpad(i::varchar, 5, '0'), '项目' || i, 'C' || (1 + i % 9), 'X' || (i % 12), '公司' || (i % 4000), '新建',
        1000 + i * 7919 % 90000, date '2021-01-15' + (i % 300)::integer, date '2026-03-01' + (i % 300)::integer,
        date '2021-01-20' + (i % 330)::integer, 'L' || (i % 60), ['工业', '农业', '服务业', '基础设施', '社会事业'][1 + i % 5]
    from range(10000) as t(i);
insert into project_level (project_id, level)
    select project_id, ['省三高四新', '省重点', '市重点'][1 + right(project_id, 1)::integer % 3] from project;
insert into project_level (project_id, level) select project_id, '市重点' from project where right(project_id, 1)::integer % 3 < 2;
insert into project_plan (project_id, year, version, annual_plan, q1_target, q2_target, q3_target, q4_target)
    select project_id, year, version, plan, round(plan * 0.15), round(plan * 0.42), round(plan * 0.7), plan
    from (select project_id, year, version, round(total_investment / 5 * (0.7 + hash(project_id || year) % 1000 / 1600) * version) as plan
        from project, range(2021, 2026) as y(year), range(1, 3) as v(version) where version = 1 or hash(project_id || year) % 10 = 0);
insert into project_month (project_id, month, invested_ytd, progress, problem)
    select project_id, year || '-' || lpad(number::varchar, 2, '0'),
        round(annual_plan * (0.6 + hash(year || project_id) % 1000 / 1200)
            * power(number / 12, 0.9 + hash(project_id || number) % 100 / 300)),
        '主体施工', if(hash(project_id || year || number) % 7 = 0, '用地未批', null)
    from project_plan, range(1, 13) as m(number)
    where version = 1 and (year < 2025 or number < 10);
